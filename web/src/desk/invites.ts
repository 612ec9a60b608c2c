/** Links made on this page. The server keeps only their fingerprints: whoever loses one makes another. */
import { ref } from 'vue'

export interface MadeLink {
  name: string
  link: string
}

export const madeLinks = ref<MadeLink[]>([])

/** The newest link for a person is the one that counts. */
export function keepLink(made: MadeLink): void {
  madeLinks.value = [made, ...madeLinks.value.filter((one) => one.name !== made.name)]
}
