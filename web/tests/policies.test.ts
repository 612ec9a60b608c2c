// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'

import {
  areWell, buffersExample, cancellingExample, depositExample, duration, EXAMPLES, GROUPS, healthExample, latenessExample, moment, phoneExample, waitingExample, windowExample,
  type Policies, type PoliciesView,
} from '../src/desk/policies'
import { setLang } from '../src/platform/i18n'

const usual: Policies = {
  grid_min: 15, lead_min: 60, horizon_days: 60, offer_min: 120, hold_chat_min: 10, hold_web_min: 5, hold_unpaid_min: 15,
  hold_extend_min: 5, hold_phone_min: 5, hold_longest_min: 30, holds_per_hour_stranger: 3, cancel_free_h: 24, late_percent: 30,
  lost_h: 4, deposit_percent: 0, deposit_after_no_shows: 2, is_deposit_for_new: false, late_answer_min: 60, waiver_days: 90,
  wait_offer_min: 30, wait_from_h: 8, wait_to_h: 21, wait_unanswered: 3, grace_min: 30, staff_buffer_min: 0, air_out_min: 15, is_phone_required: true, vaccine_wait_days: 7, is_unverified_enough: true, vaccine_asks: [], condition_rules: [], drop_slots: [], rides: { zones: [], windows: [], margin_min: 30 },
}
beforeEach(() => setLang('zh'))

describe('the examples of the shop’s numbers', () => {
  it('follow the numbers', () => {
    expect(cancellingExample(usual)).toBe('周六 14:00 的预约，周五 14:00 前取消免费，之后收 30%（¥200 的项目收 ¥60）。改时间不收费。客人可以求情，1 小时没人回，自动免一次，90 天里只一次。')
    expect(cancellingExample({ ...usual, waiver_days: 0 })).toContain('没人回，自动按不能免算')
    expect(waitingExample(usual)).toContain('周六 21:30 有人取消，周日 08:00 再问候补的第一位；09:00 有人取消，马上问，留到 09:30')
    expect(waitingExample({ ...usual, wait_to_h: 8 })).toContain('永远等不到通知')
    expect(depositExample(usual)).toBe('谁都不用付定金。')
    expect(depositExample({ ...usual, deposit_percent: 50, is_deposit_for_new: true })).toContain('第一次来的客人和爽约满 2 次的客人约 ¥200 的项目，先付 ¥100')
    expect(depositExample({ ...usual, deposit_percent: 50, deposit_after_no_shows: 0 })).toBe('谁都不用付定金。')
    expect(cancellingExample({ ...usual, cancel_free_h: 2, late_percent: 50 })).toContain('周六 12:00 前取消免费，之后收 50%（¥200 的项目收 ¥100）')
    expect(cancellingExample({ ...usual, late_percent: 0 })).toContain('什么时候取消都不收费')
    expect(windowExample(usual)).toContain('最早能约周六 11:15')
    expect(windowExample({ ...usual, lead_min: 0, grid_min: 30 })).toContain('最早能约周六 10:30')
    expect(windowExample({ ...usual, lead_min: 14 * 1440 })).toContain('14 天后的周六 10:15')
    expect(latenessExample(usual)).toContain('到周六 14:30 还没来')
    expect(buffersExample({ ...usual, staff_buffer_min: 10 })).toContain('下一只最早排 11:15')
    expect(buffersExample(usual)).toContain('狗狗 11:00 离开浴缸，猫猫 11:15 起能用')
    expect(buffersExample({ ...usual, air_out_min: 0 })).toContain('猫猫 11:00 起能用')
    expect(healthExample(usual)).toBe('周六打了疫苗，7 天后的周六起能来。')
    expect(healthExample({ ...usual, vaccine_wait_days: 2 })).toContain('2 天后的周一起')
    expect(healthExample({ ...usual, vaccine_wait_days: 0 })).toContain('当天也能来')
    expect(phoneExample(usual)).toContain('10:09 点「确认预约」，要先收一条验证码：位置留到 10:14')
    expect(phoneExample({ ...usual, hold_longest_min: 12 })).toContain('位置留到 10:12')
    expect(phoneExample({ ...usual, is_phone_required: false })).toContain('不用手机号')
  })

  it('name the day and the clock, also far away and before midnight', () => {
    expect(moment(-60)).toBe('周五 23:00')
    expect(moment(-8 * 1440)).toBe('8 天前的周五 00:00')
    expect(duration(90)).toBe('1 小时 30 分钟')
    expect(duration(0)).toBe('0 分钟')
  })

  it('speak English as well', () => {
    setLang('en')
    for (const { name } of GROUPS) expect(EXAMPLES[name](usual)).not.toMatch(/[一-鿿]/)
    expect(cancellingExample(usual)).toContain('free to cancel until Fri 14:00, 30% after that')
  })

  it('wait for numbers within their bounds', () => {
    const view = { values: { ...usual }, bounds: { grace_min: { least: 0, most: 240 } } } as unknown as PoliciesView
    expect(areWell(view, ['grace_min'])).toBe(true)
    for (const wrong of [241, -1, 1.5, '' as unknown as number]) {
      view.values.grace_min = wrong
      expect(areWell(view, ['grace_min'])).toBe(false)
    }
  })
})
