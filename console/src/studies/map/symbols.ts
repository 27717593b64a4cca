import type { Scheme } from '../../map/style'

/** How a spot is drawn: chosen by the plan, wanted, firm in all good plans, left out, refused, of one plan alone. */
export const LOOKS = ['chosen', 'must', 'core', 'left', 'refused', 'a', 'b'] as const
export type Look = (typeof LOOKS)[number]

/** One outline an option, within 24 by 24; what are more than these begin anew. */
const SHAPES: readonly string[] = [
  'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z',
  'M3 3h18v18h-18z',
  'M12 1l11 20h-22z',
  'M12 1l11 11l-11 11l-11-11z',
  'M6.5 2.5h11l5.5 9.5l-5.5 9.5h-11l-5.5-9.5z',
  'M12 1.5l11 8l-4.2 13h-13.6l-4.2-13z',
]
const SIDE_PX = 26
/** What stands out by its form too, whatever its colour. */
const RIMMED: ReadonlySet<Look> = new Set(['must', 'core', 'a', 'b'])

const FILLS: Record<Scheme, Record<Look, string>> = {
  light: {
    chosen: '#0f5449',
    must: '#0f5449',
    core: '#0f5449',
    left: '#ffffff',
    refused: '#ffffff',
    a: '#8a4b00',
    b: '#4b2a8a',
  },
  dark: {
    chosen: '#74c3b2',
    must: '#74c3b2',
    core: '#74c3b2',
    left: '#1d2a30',
    refused: '#1d2a30',
    a: '#ffb765',
    b: '#c9a6ff',
  },
}
const EDGE: Record<Scheme, string> = { light: '#ffffff', dark: '#10181c' }
const HOLLOW: Record<Scheme, string> = { light: '#46515b', dark: '#c3ccd3' }

export const shapeOf = (option: number): string => SHAPES[Math.max(0, option) % SHAPES.length] ?? ''

export const symbolName = (option: number, look: Look): string =>
  `spot-${Math.max(0, option) % SHAPES.length}-${look}`

type Image = [name: string, data: ImageData, ratio: number]

/** Draws every picture of a spot: outlines of options times looks. `scale` is 1 on a desktop. */
export function* spotSymbols(scheme: Scheme, scale: number): Generator<Image> {
  const ratio = Math.max(2, window.devicePixelRatio)
  const side = Math.round(SIDE_PX * scale * ratio)
  for (const [option, outline] of SHAPES.entries()) {
    for (const look of LOOKS) {
      const canvas = document.createElement('canvas')
      canvas.width = side
      canvas.height = side
      const pen = canvas.getContext('2d', { willReadFrequently: true })
      if (!pen) throw new Error('this browser draws no canvas')
      pen.scale(side / 32, side / 32)
      pen.translate(4, 4)
      paint(pen, new Path2D(outline), look, scheme)
      yield [symbolName(option, look), pen.getImageData(0, 0, side, side), ratio]
    }
  }
}

function paint(pen: CanvasRenderingContext2D, outline: Path2D, look: Look, scheme: Scheme): void {
  const stroke = (colour: string, width: number) => {
    pen.strokeStyle = colour
    pen.lineWidth = width
    pen.stroke(outline)
  }
  pen.lineJoin = 'round'
  const hollow = look === 'left' || look === 'refused'
  if (RIMMED.has(look)) stroke(FILLS[scheme][look], 7)
  stroke(EDGE[scheme], look === 'must' ? 4.5 : 3)
  pen.fillStyle = FILLS[scheme][look]
  pen.fill(outline)
  if (look === 'core') stroke(EDGE[scheme], 1.5)
  if (!hollow) return
  stroke(HOLLOW[scheme], 2)
  if (look !== 'refused') return
  pen.strokeStyle = HOLLOW[scheme]
  pen.lineWidth = 2.5
  pen.stroke(new Path2D('M7 7l10 10m0-10l-10 10'))
}
