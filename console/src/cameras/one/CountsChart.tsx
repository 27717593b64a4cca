import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useScale } from '../../app/useScale'
import { timeLabels } from '../../charts/axis'
import { INKS } from '../../charts/drawing'
import { timeZone } from '../../i18n/format'
import { useLanguage } from '../../i18n/LanguageProvider'
import { useFormats } from '../../i18n/text'
import classes from './CameraPage.module.css'
import type { Bars } from './counts'

/** Bars by the hour: forward up from the middle line, backward down from it. The table below says the same. */
export function CountsChart({ bars, label }: { bars: Bars; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const scheme = useComputedColorScheme('light')
  const scale = useScale()
  const { language } = useLanguage()
  const { number } = useFormats()
  const now = useRef(bars)
  now.current = bars
  useEffect(() => {
    const around = box.current
    if (!around) return
    const inks = INKS[scheme]
    const font = `${Math.round(12 * scale)}px ${getComputedStyle(around).fontFamily}`
    const axis = {
      stroke: inks.text,
      font,
      grid: { stroke: inks.grid, width: 1 },
      ticks: { stroke: inks.grid, width: 1 },
    }
    const paths = uPlot.paths.bars?.({ size: [0.8, 60 * scale], align: 1 })
    const series = (ink: string) => ({
      stroke: ink,
      fill: ink,
      width: 0,
      points: { show: false },
      ...(paths && { paths }),
    })
    const made = new uPlot(
      {
        width: around.clientWidth,
        height: around.clientHeight,
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), timeZone()),
        legend: { show: false },
        cursor: { show: false },
        scales: {
          x: { range: (_plot, low, high) => [low, high + 3_600] },
          y: {
            range: (_plot, low, high) => {
              const most = Math.max(1, Math.abs(low), Math.abs(high)) * 1.1
              return [-most, most]
            },
          },
        },
        axes: [
          {
            ...axis,
            size: 48 * scale,
            space: 80 * scale,
            values: (_plot, splits, _axis, _space, step) => timeLabels(splits, step, language),
          },
          {
            ...axis,
            size: 64 * scale,
            incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000],
            values: (_plot, splits) => splits.map((value) => number(Math.abs(value), 0)),
          },
        ],
        series: [{}, series(inks.line), series(inks.doubtful)],
      },
      aligned(now.current),
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
  useEffect(() => plot.current?.setData(aligned(bars)), [bars])
  return <div ref={box} className={classes.chart} role="img" aria-label={label} />
}

function aligned({ time, forward, backward }: Bars): uPlot.AlignedData {
  return [time, forward, backward.map((count) => -count)]
}
