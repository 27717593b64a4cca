import type { IconNode } from 'lucide'
import { ICON_NAMES, iconOf } from '../assets/kinds'
import { LOOKS, STATES } from '../assets/states'
import type { Scheme } from './style'

/** Side of an asset's picture in CSS pixels, at the size of letters of a desktop. */
export const SYMBOL_PX = 30
const CLUSTER_PX = 46

/** What lies around each outline, so that it stands off the ground. */
const HALO: Record<Scheme, string> = { light: '#ffffff', dark: '#10181c' }
/** Inside of what is only an outline, and of a cluster. */
const INSIDE: Record<Scheme, string> = { light: '#ffffff', dark: '#1d2a30' }
const HOLLOW_INK: Record<Scheme, string> = { light: '#46515b', dark: '#c3ccd3' }

/** Name of the picture of an asset. */
export const symbolName = (icon: string, state: string) => `${icon}-${state}`
/** Name of the picture of a cluster by the worst state in it. */
export const clusterName = (state: string) => `cluster-${state}`

type Image = [name: string, data: ImageData, ratio: number]

/** Draws every picture that the map uses: kinds times states, and the rings of clusters. `scale` is 1 on a desktop. */
export function* symbols(scheme: Scheme, scale: number): Generator<Image> {
  const ratio = Math.max(2, window.devicePixelRatio)
  for (const state of STATES) {
    for (const icon of ICON_NAMES) {
      const data = draw(SYMBOL_PX * scale, ratio, (pen) => asset(pen, iconOf(icon), state, scheme))
      yield [symbolName(icon, state), data, ratio]
    }
    const data = draw(CLUSTER_PX * scale, ratio, (pen) => cluster(pen, state, scheme))
    yield [clusterName(state), data, ratio]
  }
}

/** Gives `paint` a canvas whose units are those of the outlines: 24 and a margin of 2 on each side. */
function draw(px: number, ratio: number, paint: (pen: CanvasRenderingContext2D) => void): ImageData {
  const side = Math.round(px * ratio)
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) throw new Error('this browser draws no canvas')
  pen.scale(side / 28, side / 28)
  pen.translate(2, 2)
  pen.lineJoin = 'round'
  pen.lineCap = 'round'
  paint(pen)
  return pen.getImageData(0, 0, side, side)
}

function asset(
  pen: CanvasRenderingContext2D,
  icon: IconNode,
  state: keyof typeof LOOKS,
  scheme: Scheme,
): void {
  const look = LOOKS[state]
  outline(pen, state, scheme)
  pen.translate(look.glyph.x - look.glyph.size / 2, look.glyph.y - look.glyph.size / 2)
  pen.scale(look.glyph.size / 24, look.glyph.size / 24)
  pen.strokeStyle = look.dash ? HOLLOW_INK[scheme] : look.ink
  pen.lineWidth = 2.6
  for (const path of pathsOf(icon)) pen.stroke(path)
}

function outline(pen: CanvasRenderingContext2D, state: keyof typeof LOOKS, scheme: Scheme): void {
  const look = LOOKS[state]
  const path = new Path2D(look.path)
  pen.strokeStyle = HALO[scheme]
  pen.lineWidth = 3
  pen.stroke(path)
  pen.fillStyle = look.dash ? INSIDE[scheme] : look.fill
  pen.fill(path)
  if (!look.dash) return
  pen.save()
  pen.setLineDash([...look.dash])
  pen.strokeStyle = HOLLOW_INK[scheme]
  pen.lineWidth = 2.2
  pen.stroke(path)
  pen.restore()
}

/** A disc for the number, in a ring of the worst state; a small outline of that state sits on the ring. */
function cluster(pen: CanvasRenderingContext2D, state: keyof typeof LOOKS, scheme: Scheme): void {
  const look = LOOKS[state]
  pen.beginPath()
  pen.arc(12, 12, 11.5, 0, 2 * Math.PI)
  pen.fillStyle = INSIDE[scheme]
  pen.fill()
  pen.lineWidth = 2.4
  pen.strokeStyle = look.dash ? HOLLOW_INK[scheme] : look.fill
  if (look.dash) pen.setLineDash([...look.dash])
  pen.stroke()
  pen.setLineDash([])
  if (state === 'ok' || state === 'passive') return
  pen.translate(16.2, -1.6)
  pen.scale(0.4, 0.4)
  outline(pen, state, scheme)
}

/** The paths of a line drawing of 24 by 24. */
export function pathsOf(icon: IconNode): Path2D[] {
  return icon.map(([tag, attributes]) => {
    const number = (name: string) => Number(attributes[name] ?? 0)
    const path = new Path2D(tag === 'path' ? String(attributes.d) : undefined)
    if (tag === 'circle') path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI)
    if (tag === 'rect')
      path.roundRect(number('x'), number('y'), number('width'), number('height'), number('rx'))
    if (tag === 'line') {
      path.moveTo(number('x1'), number('y1'))
      path.lineTo(number('x2'), number('y2'))
    }
    return path
  })
}
