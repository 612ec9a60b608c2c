/** Words of a group's comings and goings. */
import { words } from '../platform/i18n'
import { t as common } from './words'

const zh = {
  member_founded: '{name} 建了这个群',
  member_joined: '{name} 加入了',
  member_left: '{name} 离开了',
  member_removed: '{name} 被移出了群',
  member_renamed: '群名改为「{title}」',
  member_slowed: '慢速模式：每人 {seconds} 秒一条',
  member_unslowed: '慢速模式已关闭',
  member_keeper: '{name} 成为管理员',
  member_unkeeper: '{name} 不再是管理员',
  member_silenced: '{name} 被禁言 {minutes} 分钟',
  member_unsilenced: '{name} 可以发言了',
}

export const t = words(
  zh,
  {
    member_founded: '{name} made this group',
    member_joined: '{name} came in',
    member_left: '{name} left',
    member_removed: '{name} was shown out',
    member_renamed: 'The group is now called “{title}”',
    member_slowed: 'Slow mode: one message every {seconds} s',
    member_unslowed: 'Slow mode is off',
    member_keeper: '{name} helps to look after the group',
    member_unkeeper: '{name} no longer looks after the group',
    member_silenced: "{name} can't write for {minutes} min",
    member_unsilenced: '{name} can write again',
  },
  common,
)
