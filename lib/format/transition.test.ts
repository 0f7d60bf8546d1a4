import { describe, expect, it } from 'vitest'
import { fieldLabel, fieldValue } from './transition.ts'

describe('fieldValue', () => {
  it.each([
    ['status', 'never_connected', 'Never connected'],
    ['status', 'dancing', 'Unknown'],
    ['group_config_status', 'not synced', 'Not in sync'],
    ['status_code', '4', 'No keep-alive'],
    ['version', 'Wazuh v4.14.7', '4.14.7'],
    ['groups', '["default","web"]', 'default, web'],
    ['groups', '[]', 'none'],
    ['groups', '[broken', '[broken'],
    ['name', '<b>web</b>', '<b>web</b>'],
    ['node_name', null, 'none'],
  ])('says %s=%s as %s', (field, value, text) => {
    expect(fieldValue(field, value)).toBe(text)
  })
})

describe('fieldLabel', () => {
  it('keeps the name of a field it does not know', () => {
    expect(fieldLabel('status')).toBe('Status')
    expect(fieldLabel('shoeSize')).toBe('shoeSize')
  })
})
