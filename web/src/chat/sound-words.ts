/** Words of voices, videos and files. */
import { words } from '../platform/i18n'
import { t as common } from './words'

const zh = {
  recording: '正在录音',
  voice: '语音',
  video: '视频',
  file: '文件',
  record: '语音：按住说话，或点一下开始',
  slide_up: '上滑取消，松开发送',
  let_go: '松开取消',
  voice_left: '还能说 {n} 秒',
  voice_short: '说话时间太短',
  voice_denied: '没有麦克风权限：在浏览器设置里允许后再试，打字照常可用',
  voice_send: '发送语音',
  play: '播放语音，{time}',
  pause: '暂停',
  speed: '播放速度',
  unheard: '未听',
  play_video: '播放视频，{time}',
  download: '下载',
  uploading: '已传 {n}%',
  preparing: '正在处理',
  upload_waits: '没网，连上会接着传',
}

export const t = words(
  zh,
  {
    recording: 'Recording',
    voice: 'Voice message',
    video: 'Video',
    file: 'File',
    record: 'Voice message: hold to talk, or tap to start',
    slide_up: 'Slide up to cancel, let go to send',
    let_go: 'Let go to cancel',
    voice_left: '{n} seconds left',
    voice_short: 'That was too short',
    voice_denied: 'No access to the microphone. Allow it in the browser settings; typing works as usual',
    voice_send: 'Send voice message',
    play: 'Play voice message, {time}',
    pause: 'Pause',
    speed: 'Playback speed',
    unheard: 'Not heard yet',
    play_video: 'Play video, {time}',
    download: 'Download',
    uploading: '{n}% sent',
    preparing: 'Preparing',
    upload_waits: "You're offline. It goes on when you're back",
  },
  common,
)
