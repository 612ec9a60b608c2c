/** The desk's words. Stages, roles and reasons have their own dictionary in `labels.ts`. */
import { words } from '../platform/i18n'

const zh = {
  desk: '门店工作台',
  loading: '正在打开…',
  no_line: '没连上店里，正在重试…',
  close: '关闭',
  language: '语言',
  switch_lang: 'English',
  theme: '外观',
  theme_auto: '跟随系统',
  theme_light: '浅色',
  theme_dark: '深色',

  sign_in: '登录',
  sign_in_hint: '用店里给你的账号登录。',
  login: '账号',
  password: '密码',
  show_password: '显示密码',
  forgot: '忘了密码？请店长发一个重置链接。',
  sign_out: '退出登录',

  join: '加入',

  rail: '工作台导航',
  inbox: '收件箱',
  schedule: '日程',
  board: '看板',
  people: '店员',
  settings: '设置',
  waiting_count: '{n} 位客人在等',
  account_menu: '{name}的菜单',
  my_calendar: '在手机日历里看我的日程',
  no_permission: '这一页只有店长能看，请找店长。',

  line_off: '没连上店里，正在重连…',
  line_closed: '和店里的连接断开了，重新打开页面就能继续',
  reload: '重新打开',
  line_displaced: '工作台在另一个窗口打开了',
  use_here: '在这里继续',

  owner: '客人',
  groomer: '美容师',
  status: '状态',

  link: '链接',
  team: '店员列表',

  guest: '新客人',
  canned: '常用回复',
  ring: '有客人等了 {n} 分钟，还没人回复',
  ring_open: '去看看',

  file: '客人档案',
  pets: '毛孩子',
  past: '来店记录',
}

export const t = words(zh, {
  desk: 'Shop desk',
  loading: 'Opening…',
  no_line: "Can't reach the shop. Trying again…",
  close: 'Close',
  language: 'Language',
  switch_lang: '中文',
  theme: 'Appearance',
  theme_auto: 'System',
  theme_light: 'Light',
  theme_dark: 'Dark',

  sign_in: 'Sign in',
  sign_in_hint: 'Use the login your shop gave you.',
  login: 'Login',
  password: 'Password',
  show_password: 'Show password',
  forgot: 'Forgot it? Ask your manager for a reset link.',
  sign_out: 'Sign out',

  join: 'Join',

  rail: 'Desk navigation',
  inbox: 'Inbox',
  schedule: 'Schedule',
  board: 'Board',
  people: 'Team',
  settings: 'Settings',
  waiting_count: '{n} waiting',
  account_menu: 'Menu of {name}',
  my_calendar: 'My schedule in my calendar',
  no_permission: 'Only managers see this page. Ask your manager.',

  line_off: "Can't reach the shop. Reconnecting…",
  line_closed: 'The connection to the shop has ended. Reload the page to go on.',
  reload: 'Reload',
  line_displaced: 'The desk is open in another window',
  use_here: 'Use it here',

  owner: 'Owner',
  groomer: 'Groomer',
  status: 'Status',

  link: 'Link',
  team: 'The team',

  guest: 'New guest',
  canned: 'Saved replies',
  ring: 'An owner has waited {n} min without an answer',
  ring_open: 'Have a look',

  file: 'Owner file',
  pets: 'Pets',
  past: 'Past visits',
})
