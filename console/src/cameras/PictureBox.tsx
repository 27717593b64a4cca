import { type ReactNode, useState } from 'react'
import { useText } from '../i18n/text'
import { LivePicture } from './live/LivePicture'
import type { Pictures } from './live/pictures'
import classes from './PictureBox.module.css'

interface Props {
  camera: string
  name: string
  pictures: Pictures | null
  /** Width and height as the camera says them; 0 where nobody knows. */
  width: number
  height: number
  /** What lies over the picture, by its width over its height. */
  children: (aspect: number) => ReactNode
}

/** A camera's live picture in its own form, with something drawn over it. */
export function PictureBox({ camera, name, pictures, width, height, children }: Props) {
  const text = useText()
  const [aspect, setAspect] = useState(width > 0 && height > 0 ? width / height : 16 / 9)
  return (
    <div className={classes.box} style={{ aspectRatio: String(aspect), maxWidth: `calc(72vh * ${aspect})` }}>
      <LivePicture
        pictures={pictures}
        camera={camera}
        label={text('console-cameras-picture', { camera: name })}
        onSize={(wide, high) => setAspect(wide / high)}
      />
      {children(aspect)}
    </div>
  )
}
