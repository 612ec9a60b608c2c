/** Parts of a page that are fetched when they are first needed, and are still wanted when the network was away. */
import { defineAsyncComponent, type AsyncComponentLoader, type Component } from 'vue'

import { toast } from './toast'
import { t } from './words'

const FIRST_MS = 1_000
const MOST_MS = 20_000
/** Tries before a part is given up, about two minutes: with a network, what fails for longer is not there. */
const MOST_TRIES = 9
/** A part without its styles is better than none. */
const STYLES_MS = 8_000

/** Styles that are asked for again, by address: the bundler's loader asks once, and would show a part without. */
const styles = new Map<string, Promise<void>>()

/**
 * A component that `load` imports when it is first shown.
 *
 * Until it is there, with its styles, nothing is shown. What could not be fetched is tried again when the network comes
 * back and, as a network may be there and bad, after a while that grows from one to twenty seconds. What cannot be had
 * with a network, because the shop has a newer page by now, is given up and said; opening the page anew helps.
 */
export function later<Part extends Component>(load: AsyncComponentLoader<Part>): Part {
  return defineAsyncComponent<Part>({
    loader: async () => {
      const part = await load()
      await Promise.race([Promise.all(styles.values()), new Promise((done) => setTimeout(done, STYLES_MS))])
      return part
    },
    onError: (error, retry, fail, tries) => {
      if (tries === 1) console.warn('a part of the page could not be fetched', error)
      if (tries < MOST_TRIES || !navigator.onLine) return void networkOrWhile(tries).then(retry)
      toast(t('part_missing'), 'bad')
      fail()
    },
  })
}

function networkOrWhile(tries: number): Promise<void> {
  return new Promise((done) => {
    const go = (): void => {
      clearTimeout(timer)
      removeEventListener('online', go)
      done()
    }
    const timer = setTimeout(go, Math.min(MOST_MS, FIRST_MS * 2 ** (tries - 1)))
    addEventListener('online', go)
  })
}

async function fetchAgain(link: HTMLLinkElement): Promise<void> {
  for (let tries = 1, isThere = false; !isThere && tries < MOST_TRIES; tries++) {
    await networkOrWhile(tries)
    const again = link.cloneNode() as HTMLLinkElement
    isThere = await new Promise<boolean>((done) => {
      again.addEventListener('load', () => done(true))
      again.addEventListener('error', () => done(false))
      link.replaceWith(again)
    })
    link = again
  }
  styles.delete(link.href)
}

// A link's error is heard on its way down only.
document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet' && !styles.has(target.href)) styles.set(target.href, fetchAgain(target))
  },
  true,
)
