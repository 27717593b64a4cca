import { describe, expect, it } from 'vitest'
import { fold } from './fold'

describe('fold', () => {
  it.each([
    ['Đồng Kỵ, Từ Sơn', 'dong ky tu son'],
    ['  ĐÁP   CẦU  ', 'dap cau'],
    ['Trạm 110 kV – E27.16', 'tram 110 kv e27 16'],
    ['thị_xã/huyện;cũ (2)', 'thi xa huyen cu 2'],
    ['Straße', 'strasse'],
    ['ガス', 'カス'],
    ['', ''],
  ])('%s becomes %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('makes precomposed and decomposed letters one', () => {
    expect(fold('Cầu'.normalize('NFD'))).toBe(fold('Cầu'.normalize('NFC')))
  })
})
