/** Words that every part of a pet's file has. */
import { words } from '../platform/i18n'

export const t = words({ close: '关闭' }, { close: 'Close' })
