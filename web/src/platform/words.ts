import { words } from './i18n'

const zh = {
  offline: '没连上店里，什么都没改。联网后再点一次。',
  something: '这一步没有完成，再点一次试试。',
  part_missing: '这个页面旧了，刷新一下再用。已经发出的都在。',
  close: '关闭',
  push: '关着页面也提醒我',
  push_refused: '浏览器拦住了提醒，要在浏览器的设置里允许',
  read_marks: '让对方看到已读',
  read_marks_note: '关掉后，对方不知道你读到哪里',
}

export const t = words(zh, {
  offline: "Can't reach the shop. Nothing was changed. Tap again when you're back online.",
  something: "That didn't go through. Try again.",
  part_missing: 'This page is an old one: open it anew. What you sent is safe.',
  close: 'Close',
  push: 'Tell me when the page is closed',
  push_refused: 'The browser blocks notices. Allow them in its settings.',
  read_marks: 'Let others see what I have read',
  read_marks_note: "When off, nobody knows how far you've read",
})
