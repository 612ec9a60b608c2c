import { describe, expect, it } from 'vitest'

import { rowsOf, withLevel, withVaccine } from '../src/desk/vaccine-asks'

const label = (zh: string) => ({ zh, en: zh })
const VACCINES = [
  { code: 'rabies', name: label('狂犬疫苗'), species: ['cat', 'dog'] },
  { code: 'dog_combination', name: label('犬联苗'), species: ['dog'] },
  { code: 'cat_triple', name: label('猫三联'), species: ['cat'] },
]
const SOLD = [
  { code: 'bath', name: label('洗护'), species: ['dog'], is_extra: false },
  { code: 'boarding', name: label('寄养'), species: ['dog', 'cat', 'other'], is_extra: false },
  { code: 'teeth', name: label('刷牙'), species: ['dog'], is_extra: true },
]

describe('the vaccines that services ask for', () => {
  it('have a row for every service and pet that gets any', () => {
    const rows = rowsOf([{ service: 'boarding', species: 'cat', vaccines: ['rabies'], is_must: true }], SOLD, VACCINES)
    expect(rows.map((one) => [one.service, one.species, one.level])).toEqual([
      ['bath', 'dog', 'none'],
      ['boarding', 'dog', 'none'],
      ['boarding', 'cat', 'must'],
    ])
    expect(rows[2]!.vaccines.map((one) => [one.code, one.isOn])).toEqual([
      ['rabies', true],
      ['cat_triple', false],
    ])
    // What is asked of an extra is shown, so that it can be taken back.
    expect(rowsOf([{ service: 'teeth', species: 'dog', vaccines: ['rabies'], is_must: false }], SOLD, VACCINES).at(-1)!.service).toBe('teeth')
  })

  it('change one row at a time, and the last vaccine taken away asks for nothing', () => {
    const bath = rowsOf([], SOLD, VACCINES)[0]!
    const said = withLevel([], bath, 'said')
    expect(said).toEqual([{ service: 'bath', species: 'dog', vaccines: ['rabies', 'dog_combination'], is_must: false }])
    const one = withVaccine(said, rowsOf(said, SOLD, VACCINES)[0]!, 'rabies')
    expect(one[0]!.vaccines).toEqual(['dog_combination'])
    const must = withLevel(one, rowsOf(one, SOLD, VACCINES)[0]!, 'must')
    expect(must[0]).toEqual({ service: 'bath', species: 'dog', vaccines: ['dog_combination'], is_must: true })
    expect(withVaccine(must, rowsOf(must, SOLD, VACCINES)[0]!, 'dog_combination')).toEqual([])
    expect(withLevel(must, rowsOf(must, SOLD, VACCINES)[0]!, 'none')).toEqual([])
  })
})
