import type uPlot from 'uplot'
import { type Columns, type Doubtful, marked } from './data'

/** Colours of a chart; every part also has a form of its own. */
export interface Inks {
  line: string
  band: string
  grid: string
  text: string
  level: string
  doubtful: string
  ground: string
}

export const INKS: Record<'light' | 'dark', Inks> = {
  light: {
    line: '#146b5c',
    band: 'rgba(20, 107, 92, 0.22)',
    grid: '#e3e8e6',
    text: '#3d4a46',
    level: '#b3130f',
    doubtful: '#6a2fb5',
    ground: '#ffffff',
  },
  dark: {
    line: '#74c3b2',
    band: 'rgba(116, 195, 178, 0.25)',
    grid: '#343d40',
    text: '#c3ccd0',
    level: '#ff9b8f',
    doubtful: '#c9a6ff',
    ground: '#242424',
  },
}

/** A published threshold with the words to put on its line. */
export interface LevelLine {
  value: number
  said: string
}

/** Draws the levels as dashed lines with their names at the right edge. */
export function drawLevels(
  plot: uPlot,
  levels: readonly LevelLine[],
  inks: Inks,
  font: string,
  scale: number,
): void {
  const { ctx: pen, bbox } = plot
  pen.save()
  pen.font = font
  pen.textAlign = 'right'
  pen.textBaseline = 'bottom'
  for (const level of levels) {
    const y = Math.round(plot.valToPos(level.value, 'y', true))
    pen.strokeStyle = inks.level
    pen.lineWidth = 1.5 * scale
    pen.setLineDash([8 * scale, 5 * scale])
    pen.beginPath()
    pen.moveTo(bbox.left, y)
    pen.lineTo(bbox.left + bbox.width, y)
    pen.stroke()
    pen.setLineDash([])
    pen.strokeStyle = inks.ground
    pen.lineWidth = 4 * scale
    pen.strokeText(level.said, bbox.left + bbox.width - 6 * scale, y - 2 * scale)
    pen.fillStyle = inks.level
    pen.fillText(level.said, bbox.left + bbox.width - 6 * scale, y - 2 * scale)
  }
  pen.restore()
}

/** Draws a cross for each doubtful observation: at its value, at the edge where that lies outside, else at the bottom. */
export function drawDoubtful(plot: uPlot, points: readonly Doubtful[], inks: Inks, scale: number): void {
  const { ctx: pen, bbox } = plot
  const half = 4.5 * scale
  const [top, bottom] = [bbox.top + half, bbox.top + bbox.height - half]
  pen.save()
  pen.strokeStyle = inks.doubtful
  pen.lineWidth = 2 * scale
  pen.beginPath()
  for (const { time, value } of points) {
    const x = plot.valToPos(time / 1000, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    const wanted = value === null ? bottom : plot.valToPos(value, 'y', true)
    const y = Math.max(top, Math.min(bottom, wanted))
    pen.moveTo(x - half, y - half)
    pen.lineTo(x + half, y + half)
    pen.moveTo(x + half, y - half)
    pen.lineTo(x - half, y + half)
  }
  pen.stroke()
  pen.restore()
}

/** Draws a dot for each value that a line alone would not show. */
export function drawPoints(plot: uPlot, columns: Columns, inks: Inks, scale: number): void {
  const { ctx: pen, bbox } = plot
  const radius = 3.5 * scale
  pen.save()
  pen.fillStyle = inks.line
  for (const row of marked(columns)) {
    const x = plot.valToPos(columns.time[row] ?? 0, 'x', true)
    if (x < bbox.left || x > bbox.left + bbox.width) continue
    pen.beginPath()
    pen.arc(x, plot.valToPos(columns.mean[row] ?? 0, 'y', true), radius, 0, 2 * Math.PI)
    pen.fill()
  }
  pen.restore()
}
