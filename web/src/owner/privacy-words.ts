/** What an owner is told about who reads and keeps what they write. */
import { words } from '../platform/i18n'

const zh = {
  title: '谁看得到我说的话',
  readers: '店里的员工和自动助手看得到你在这里说的、发的一切；群里的话，群友也看得到。别的客人看不到。',
  kept: '内容存在店铺自己的服务器上，或者它租的空间里。手机号、图片、语音和视频加密存放；文字不加密，这样店里才能查找。这里没有端到端加密。',
  pictures: '照片和视频里的拍摄地点、时间和机型，保存前都会去掉；当作文件发的，原样保存。',
  recalled: '撤回的消息，文字和文件都会从记录里抹掉，只留下「撤回了一条消息」。',
  others: '店里开了语音转文字的话，语音会交给它选的服务听写；打开通知后，通知由浏览器厂商转送，路上是加密的。',
  ask: '想知道店里留着什么、要改要删，直接在聊天里说。',
}

export const t = words(zh, {
  title: 'Who reads what I write',
  readers: "The shop's staff and its assistant see everything you write and send here; in a group, its members do too. Other customers don't.",
  kept: "It is kept on the shop's own server, or in storage it rents. Phone numbers, pictures, voice messages and videos are stored encrypted; text is not, so that the shop can search it. There is no end-to-end encryption.",
  pictures: 'Where, when and with which device a picture or video was taken is removed before it is kept; what you send as a file is kept as it is.',
  recalled: 'A message you take back is wiped from the record, files included; only the fact that one was taken back stays.',
  others: "Where the shop has voice messages written down, a service of its choice hears them. If you turn notifications on, your browser's maker passes them on, encrypted.",
  ask: 'To learn what the shop keeps, or to have it changed or deleted, just ask in the chat.',
})
