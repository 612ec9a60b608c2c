/** Words of the link by which a calendar is followed. */
import { words } from '../platform/i18n'
import { t as common } from '../platform/words'

const zh = {
  about_owner: '把链接加进手机或电脑的日历，你的预约就会自动出现在里面；改期、取消也会跟着变，一般一小时内更新。',
  about_staff: '把链接加进手机或电脑的日历，你要做的预约就会自动出现在里面；改期、取消也会跟着变，一般一小时内更新。日历里有毛孩子、项目和客人的称呼，没有电话。',
  secret: '有这个链接的人都能看到这些预约，别发给别人。',
  make: '生成链接',
  made_since: '{when} 生成的链接正在使用。链接只在生成时显示一次；找不到了就换一个。',
  link: '日历链接',
  copy: '复制链接',
  copied: '已复制',
  open: '加到这台设备的日历',
  once: '链接只显示这一次，先加好或复制好。',
  renew: '换新链接',
  renew_ask: '旧链接会马上失效，订阅过的日历要用新链接再加一次。',
  renew_do: '换新链接',
  revoke: '停用',
  revoke_ask: '链接会马上失效，日历里的预约会慢慢消失。',
  revoke_do: '停用链接',
  revoked: '链接已停用',
  not_now: '先不',
}

export const t = words(
  zh,
  {
    about_owner: 'Add the link to the calendar on your phone or computer, and your bookings show up there by themselves. Moves and cancellations follow, usually within an hour.',
    about_staff: "Add the link to the calendar on your phone or computer, and the bookings you do show up there by themselves. Moves and cancellations follow, usually within an hour. It holds the pet, the services and the owner's name, but no phone number.",
    secret: 'Whoever has the link can see these bookings, so keep it to yourself.',
    make: 'Make a link',
    made_since: 'A link made on {when} is in use. It is shown only when it is made; if you lost it, make a new one.',
    link: 'Calendar link',
    copy: 'Copy the link',
    copied: 'Copied',
    open: "Add to this device's calendar",
    once: 'The link is shown only now: add it or copy it first.',
    renew: 'New link',
    renew_ask: 'The old link stops working at once. Calendars that follow it need the new one.',
    renew_do: 'Make a new link',
    revoke: 'Stop',
    revoke_ask: 'The link stops working at once, and the bookings fade from calendars.',
    revoke_do: 'Stop the link',
    revoked: 'The link has stopped',
    not_now: 'Not now',
  },
  common,
)
