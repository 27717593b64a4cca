# mypy: ignore-errors
"""GStreamer's RTSP server on loopback, run by the system's Python: ``gst_rtsp.py PORT FILE [USER PASSWORD]``.

Debian: python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
port, file, *credentials = sys.argv[1:]
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
factory = GstRtspServer.RTSPMediaFactory()
factory.set_launch(f"( filesrc location={file} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 )")
if credentials:
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "viewer")
    permissions = GstRtspServer.RTSPPermissions.new()
    for right in ("media.factory.access", "media.factory.construct"):
        permissions.add_permission_for_role("viewer", right, True)
    factory.set_permissions(permissions)
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(2)  # digest
    auth.add_digest(*credentials, token)
    server.set_auth(auth)
server.get_mount_points().add_factory("/0", factory)
server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
