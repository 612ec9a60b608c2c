import { words } from './i18n'

const zh = {
  offline: '没连上店里，什么都没改。联网后再点一次。',
  something: '这一步没有完成，再点一次试试。',
  close: '关闭',
}

export const t = words(zh, {
  offline: "Can't reach the shop. Nothing was changed. Tap again when you're back online.",
  something: "That didn't go through. Try again.",
  close: 'Close',
})
