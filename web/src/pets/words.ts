import { words } from '../platform/i18n'

const zh = {
  years: '{n} 岁',
  months: '{n} 个月',
  male: '男孩',
  female: '女孩',
  size_XS: '迷你型',
  size_S: '小型',
  size_M: '中型',
  size_L: '大型',
  size_XL: '超大型',
  care: '照顾提醒',
  unsure: '待确认：{text}',
  right: '对',
  wrong: '不是',
}

export const t = words(zh, {
  years: '{n} y',
  months: '{n} mo',
  male: 'Boy',
  female: 'Girl',
  size_XS: 'Very small',
  size_S: 'Small',
  size_M: 'Medium',
  size_L: 'Large',
  size_XL: 'Very large',
  care: 'Care notes',
  unsure: 'To confirm: {text}',
  right: 'Right',
  wrong: 'Not so',
})

export const isSize = (size: string): size is 'XS' | 'S' | 'M' | 'L' | 'XL' => `size_${size}` in zh
