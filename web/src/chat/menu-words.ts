/** Words of what can be done with a message, and of the search. */
import { words } from '../platform/i18n'
import { t as common } from './words'

const zh = {
  search_words: '搜聊天记录',
  search_none: '没有找到',
  reply_this: '回复',
  copy: '复制',
  copied: '复制好了',
  not_copied: '没能复制，长按文字再试',
  edit: '修改',
  pin: '置顶',
  unpin: '取消置顶',
  pinned: '置顶消息',
  earlier: '看修改前的内容',
  recall: '撤回',
  moderate: '撤下这条消息',
  moderate_why: '为什么撤下？双方都会看到撤下的提示。',
  why_rude: '不文明用语',
  why_private: '含有隐私信息',
  why_mistake: '发错了',
  react_with: '用 {emoji} 回应',
}

export const t = words(
  zh,
  {
    search_words: 'Search what was said',
    search_none: 'Nothing found',
    reply_this: 'Reply',
    copy: 'Copy',
    copied: 'Copied',
    not_copied: "Couldn't copy. Hold the words and try again.",
    edit: 'Change',
    pin: 'Pin',
    unpin: 'Unpin',
    pinned: 'Pinned message',
    earlier: 'Words before the change',
    recall: 'Take back',
    moderate: 'Remove this message',
    moderate_why: 'Why remove it? Both sides see that it was removed.',
    why_rude: 'Rude words',
    why_private: 'Private details',
    why_mistake: 'Sent by mistake',
    react_with: 'React with {emoji}',
  },
  common,
)
