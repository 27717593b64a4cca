import { Paper, Stack, Text, Title } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { Activity } from 'lucide'
import { useMemo } from 'react'
import type { Api } from '../../api/types'
import { Empty } from '../../app/states'
import { useScale } from '../../app/useScale'
import { useFormats, useText } from '../../i18n/text'
import { LIMITS, pathOf, plotOf, ticks } from './profile'
import classes from './VoltageProfile.module.css'

const HEIGHT_REM = 18
const REM_PX = 16
/** Room for the axes' words, in pixels of a desktop. */
const ROOM = { left: 56, right: 16, top: 14, bottom: 44 }

/** The voltage along the feeder, one curve a branch, between the bounds that it should keep. */
export function VoltageProfile({ points }: { points: readonly Api<'ProfilePoint'>[] }) {
  const text = useText()
  const { number } = useFormats()
  const plot = useMemo(() => plotOf(points), [points])
  const words = plot.lowest
    ? text('console-feeder-profile-words', {
        lowest: number(plot.lowest.u, 3, 3),
        km: number(plot.lowest.distance / 1000, 2),
        outside: plot.outside,
      })
    : ''
  return (
    <Paper withBorder p="md" component="section" aria-label={text('console-feeder-profile')}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {text('console-feeder-profile')}
        </Title>
        {plot.lowest ? (
          <>
            <Text size="sm" fw={600}>
              {words}
            </Text>
            <Curves plot={plot} words={words} />
            <Text size="sm" c="dimmed">
              {text('console-feeder-profile-hint')}
            </Text>
          </>
        ) : (
          <Empty icon={Activity} title={text('console-feeder-profile-none')} />
        )}
      </Stack>
    </Paper>
  )
}

function Curves({ plot, words }: { plot: ReturnType<typeof plotOf>; words: string }) {
  const text = useText()
  const scale = useScale()
  const { number } = useFormats()
  const { ref, width } = useElementSize()
  const height = HEIGHT_REM * REM_PX * scale
  const [left, right] = [ROOM.left * scale, width - ROOM.right * scale]
  const [top, bottom] = [ROOM.top * scale, height - ROOM.bottom * scale]
  const x = (distance: number) => left + ((distance - plot.x[0]) / (plot.x[1] - plot.x[0])) * (right - left)
  const y = (u: number) => bottom - ((u - plot.y[0]) / (plot.y[1] - plot.y[0])) * (bottom - top)
  const kilometres = ticks([plot.x[0] / 1000, plot.x[1] / 1000], Math.max(2, (right - left) / (90 * scale)))
  return (
    <div ref={ref} className={classes.box}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={words} className={classes.chart}>
          {ticks(plot.y, 6).map((u) => (
            <g key={u}>
              <path d={`M${left} ${y(u)}H${right}`} className={classes.grid} />
              <text x={left - 6 * scale} y={y(u)} dy="0.35em" textAnchor="end" className={classes.text}>
                {number(u, 3, 2)}
              </text>
            </g>
          ))}
          {kilometres.map((km) => (
            <g key={km}>
              <path d={`M${x(km * 1000)} ${bottom}v${5 * scale}`} className={classes.grid} />
              <text x={x(km * 1000)} y={bottom + 18 * scale} textAnchor="middle" className={classes.text}>
                {number(km, 2)}
              </text>
            </g>
          ))}
          <text x={(left + right) / 2} y={height - 4 * scale} textAnchor="middle" className={classes.text}>
            {text('console-feeder-distance')}
          </text>
          {[LIMITS.low, LIMITS.high].map((limit) => (
            <g key={limit}>
              <path d={`M${left} ${y(limit)}H${right}`} className={classes.limit} />
              <text
                x={right - 4 * scale}
                y={y(limit) - 4 * scale}
                textAnchor="end"
                className={classes.limitText}
              >
                {text(limit === LIMITS.low ? 'console-feeder-limit-low' : 'console-feeder-limit-high', {
                  limit: number(limit, 2),
                })}
              </text>
            </g>
          ))}
          {plot.runs.map((run) => {
            const path = pathOf(run, x, y)
            return <path key={path} d={path} className={classes.curve} />
          })}
          {plot.lowest && (
            <circle
              cx={x(plot.lowest.distance)}
              cy={y(plot.lowest.u)}
              r={6 * scale}
              className={classes.lowest}
            />
          )}
        </svg>
      )}
    </div>
  )
}
