/** The words of what is behind the composer's plus. Loaded with it. */
import { words } from '../platform/i18n'

const zh = {
  media: '照片或视频',
  photo: '照片',
  file: '文件',
  stickers: '表情',
  place: '位置',
  pet: '宠物名片',
  back: '返回',
  finding: '正在找你的位置…',
  no_place: '没能知道你在哪里：在浏览器设置里允许定位后再试，也可以直接打字说地址',
  here: '我的位置',
  place_name: '这里叫什么（可以不填）',
  send_place: '发送位置',
  place_note: '对话里的人会看到这个位置，大约精确到一米。',
  choose_pet: '选一只毛孩子',
  no_pets: '还没有毛孩子，先在「毛孩子」里添加',
  open_map: '在地图里打开',
  sticker: '表情',
  pet_card: '宠物名片',
}

export const t = words(zh, {
  media: 'Photo or video',
  photo: 'Photo',
  file: 'File',
  stickers: 'Stickers',
  place: 'Place',
  pet: 'Pet card',
  back: 'Back',
  finding: 'Finding where you are…',
  no_place: "Couldn't learn where you are. Allow location in the browser's settings and try again, or type the address",
  here: 'My place',
  place_name: 'What this place is called (optional)',
  send_place: 'Send this place',
  place_note: 'Everybody in the conversation sees it, to about a metre.',
  choose_pet: 'Choose a pet',
  no_pets: 'No pets yet. Add one under “Pets” first.',
  open_map: 'Open on a map',
  sticker: 'Sticker',
  pet_card: 'Pet card',
})
