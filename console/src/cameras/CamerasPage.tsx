import { useParams } from 'wouter'
import { CameraPage } from './one/CameraPage'
import { WallPage } from './wall/WallPage'

/** The wall of cameras or, by the address, one of them. */
export default function CamerasPage() {
  const { camera = '' } = useParams()
  return camera ? <CameraPage key={camera} id={camera} /> : <WallPage />
}
