// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'

import { addColumn, cellAt, columnsToAdd, dropColumn, pricesOf, shares, summaryOf, tableOf, type Price, type Service } from '../src/desk/catalogue'

const SIZES = ['XS', 'S', 'M']
const price = (size: string | null, coat: string | null, minutes: number, price_cents: number): Price => ({ species: 'dog', size, coat, minutes, price_cents })
const service = (prices: Price[], species = ['dog']): Service => ({ code: 'bath', species, prices }) as unknown as Service

describe('a table of prices', () => {
  it('is the same list of prices again, row by row', () => {
    const prices = [price('S', null, 60, 8800), price('S', 'long', 90, 11850), price('M', null, 90, 12800)]
    const table = tableOf(service(prices), SIZES)
    expect(table.rows).toEqual(SIZES)
    expect(table.columns.map((one) => one.coat)).toEqual([null, 'long'])
    expect(cellAt(table, table.columns[1]!, 'S')).toEqual({ minutes: 90, yuan: 118.5 })
    expect(pricesOf(table)).toEqual(prices)
  })

  it('without sizes has one row, and a column for the only species or for all', () => {
    expect(tableOf(service([]), SIZES)).toMatchObject({ rows: [null], columns: [{ species: 'dog', coat: null }] })
    expect(tableOf(service([], ['dog', 'cat']), SIZES).columns).toEqual([{ species: null, coat: null }])
    expect(pricesOf(tableOf(service([]), SIZES))).toEqual([])
  })

  it('shows a price for any size beside those by size', () => {
    expect(tableOf(service([price(null, null, 60, 1), price('M', null, 90, 2)]), SIZES).rows).toEqual([null, ...SIZES])
  })

  it('gets and loses columns, each once', () => {
    const table = tableOf(service([price('S', null, 60, 8800)]), SIZES)
    const long = columnsToAdd(table, service([]), ['long', 'short']).find((one) => one.coat === 'long')!
    expect(columnsToAdd(table, service([]), ['long', 'short'])).toHaveLength(1)
    addColumn(table, long)
    addColumn(table, long)
    expect(table.columns).toHaveLength(2)
    Object.assign(cellAt(table, long, 'S'), { minutes: 80, yuan: 99.99 })
    expect(pricesOf(table)[1]).toEqual(price('S', 'long', 80, 9999))
    dropColumn(table, long)
    expect(pricesOf(table)).toEqual([price('S', null, 60, 8800)])
  })
})

describe('in a line', () => {
  it('prices and minutes are ranges', () => {
    expect(summaryOf(service([price('S', null, 60, 8800), price('M', null, 90, 12850)]), '分钟')).toBe('¥88–128.50 · 60–90 分钟')
    expect(summaryOf(service([price(null, null, 0, 2000)]), '分钟')).toBe('¥20')
    expect(summaryOf(service([]), '分钟')).toBe('')
  })

  it('steps have their share of the time', () => {
    expect(shares([{ weight: 1 }, { weight: 3 }])).toEqual([25, 75])
    expect(shares([{ weight: '' }])).toEqual([0])
  })
})
