/** Who said what was found: the people of its conversations, asked for once while the search is open. */
import { reactive } from 'vue'

import { get } from '../platform/http'
import type { Entry, Person } from '../platform/types'
import { isAssistant } from './lines'
import { t } from './words'

/** `me`: whoever reads it, called so. */
export function useNames(me: () => string | undefined) {
  const known = reactive(new Map<string, Person[]>())

  /** Asks for the people of those conversations. Without an answer a hit is shown without a name. */
  async function meet(conversations: string[]): Promise<void> {
    const wanted = [...new Set(conversations)].filter((c) => !known.has(c))
    await Promise.all(
      wanted.map(async (c) => {
        known.set(c, [])
        const { people } = await get<{ people: Person[] }>(`/api/conversations/${c}/people`).catch(() => ({ people: [] }))
        known.set(c, people)
      }),
    )
  }

  /** Empty while nobody has told. */
  function nameIn({ c, sender }: Entry): string {
    const person = known.get(c)?.find((one) => one.id === sender)
    if (!person) return ''
    if (sender === me()) return t('me')
    return isAssistant(person) ? t('assistant') : person.name || t('owner')
  }

  /** The owner whose conversation it is; empty for what they said themselves, and in a group. */
  function whereIs({ c, sender }: Entry): string {
    const owner = known.get(c)?.find((one) => one.kind === 'owner')
    return owner && owner.id !== sender ? owner.name : ''
  }

  return { meet, nameIn, whereIs }
}
