/** Puts a text on the clipboard. `box` holds the same text, for where the clipboard is closed. */
export async function copyText(text: string, box?: HTMLInputElement): Promise<void> {
  box?.select()
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // Without a secure context the clipboard is closed: the selected text can be copied by hand.
    document.execCommand('copy')
  }
}
