import { useComputedColorScheme } from '@mantine/core'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useScale } from '../app/useScale'
import { timeZone } from '../i18n/format'
import { useLanguage } from '../i18n/LanguageProvider'
import { useFormats } from '../i18n/text'
import { timeLabels } from './axis'
import classes from './Chart.module.css'
import { type Columns, type Doubtful, extent } from './data'
import { drawDoubtful, drawLevels, drawPoints, INKS, type LevelLine } from './drawing'

interface Props {
  columns: Columns
  doubtful: readonly Doubtful[]
  levels: readonly LevelLine[]
  /** From when to when, milliseconds since 1970-01-01 UTC. */
  span: { start: number; end: number }
  /** The chart in words. */
  label: string
  /** Called with the row under the pointer, or that the arrows stand on; `null` when there is none. */
  onRow: (row: number | null) => void
  row: number | null
  /** What stands at `row`, in words. */
  said: string
}

/** Space for the axes' words, in CSS pixels at the size of letters of a desktop. */
const AXIS_PX = { x: 48, y: 64 }

/** A line with the band of what lies between its buckets' lowest and highest values. */
export function Chart({ columns, doubtful, levels, span, label, onRow, row, said }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const { language } = useLanguage()
  const { number } = useFormats()
  const drawn = useRef({ columns, doubtful, levels, span, onRow })
  drawn.current = { columns, doubtful, levels, span, onRow }

  useEffect(() => {
    const around = box.current
    if (!around) return
    const inks = INKS[scheme]
    // uPlot reads whole pixels only.
    const font = `${Math.round(12 * scale)}px ${getComputedStyle(around).fontFamily}`
    const axis = {
      stroke: inks.text,
      font,
      grid: { stroke: inks.grid, width: 1 },
      ticks: { stroke: inks.grid, width: 1 },
    }
    const unseen = { stroke: 'transparent', width: 0, points: { show: false } }
    const made = new uPlot(
      {
        width: around.clientWidth,
        height: around.clientHeight,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone()),
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { size: 9 * scale } },
        scales: {
          x: { range: () => [drawn.current.span.start / 1000, drawn.current.span.end / 1000] },
          y: {
            range: () =>
              extent(
                drawn.current.columns,
                drawn.current.levels.map((level) => level.value),
              ),
          },
        },
        axes: [
          {
            ...axis,
            size: AXIS_PX.x * scale,
            space: 80 * scale,
            values: (_plot, splits, _axis, _space, step) => timeLabels(splits, step, language),
          },
          {
            ...axis,
            size: AXIS_PX.y * scale,
            values: (_plot, splits) => splits.map((value) => number(value, 3)),
          },
        ],
        series: [{}, { stroke: inks.line, width: 2 * scale, points: { show: false } }, unseen, unseen],
        bands: [{ series: [3, 2], fill: inks.band }],
        hooks: {
          draw: [
            (one) => {
              const ratio = uPlot.pxRatio * scale
              drawLevels(
                one,
                drawn.current.levels,
                inks,
                `${Math.round(12 * ratio)}px ${font.slice(font.indexOf(' '))}`,
                ratio,
              )
              drawPoints(one, drawn.current.columns, inks, ratio)
              drawDoubtful(one, drawn.current.doubtful, inks, ratio)
            },
          ],
          setCursor: [(one) => drawn.current.onRow(one.cursor.idx ?? null)],
        },
      },
      aligned(drawn.current.columns),
      around,
    )
    plot.current = made
    const observer = new ResizeObserver(() =>
      made.setSize({ width: around.clientWidth, height: around.clientHeight }),
    )
    observer.observe(around)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [scheme, scale, language, number])

  // biome-ignore lint/correctness/useExhaustiveDependencies: crosses, levels and span are drawn from the ref
  useEffect(() => plot.current?.setData(aligned(columns)), [columns, doubtful, levels, span])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
    const one = plot.current
    if (step === 0 || !one) return
    event.preventDefault()
    const last = columns.time.length - 1
    const next = Math.max(0, Math.min(last, (one.cursor.idx ?? (step < 0 ? last + 1 : -1)) + step))
    const time = columns.time[next]
    if (time !== undefined) one.setCursor({ left: one.valToPos(time, 'x'), top: 0 })
  }

  return (
    <div
      ref={box}
      className={classes.box}
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, columns.time.length - 1)}
      aria-valuenow={row ?? columns.time.length - 1}
      aria-valuetext={said}
      tabIndex={0}
      onKeyDown={onKeyDown}
    />
  )
}

function aligned({ time, mean, low, high }: Columns): uPlot.AlignedData {
  return [time, mean, low, high]
}
