# Camera: những gì camera thấy, và tình trạng của các bộ phận theo dõi.

scene-intrusion = Có người trong “{ $name }”
scene-loitering = Có người lảng vảng trong “{ $name }”
scene-line_crossing = Có vật đi qua “{ $name }”
scene-crowd = Đám đông trong “{ $name }”
scene-wrong_way = Đi ngược chiều qua “{ $name }”
scene-stopped_vehicle = Xe dừng trong “{ $name }”
scene-object_left = Đồ vật bị bỏ lại trong “{ $name }”
scene-water = Nước vượt “{ $name }”
scene-dark = Camera chỉ thấy bóng tối
scene-blurred = Hình của camera bị mờ
scene-blocked = Camera bị che
scene-moved = Camera bị xê dịch
scene-frozen = Hình của camera đứng yên

camera-event-unknown = Không có sự kiện camera { $event }.
    .remedy = Có thể sự kiện đã được xoá khi hết hạn; hãy tìm trong danh sách sự kiện.
camera-event-judged = Người khác vừa đánh giá phát hiện này.
    .remedy = Hãy xem đánh giá đó, rồi đánh giá lại nếu bạn thấy khác.
cameras-worker-away = Bộ phận camera số { $worker } không trả lời.
    .remedy = Bộ phận này tự khởi động lại trong vài giây; nếu không, nhật ký của nó cho biết lý do.
cameras-detector-away = Bộ nhận dạng không trả lời; trong lúc đó người và xe không được phát hiện.
    .remedy = Bộ nhận dạng tự khởi động lại trong vài giây; nếu không, nhật ký của nó cho biết lý do.
vision-model-none = Trong { $folder } chưa cài mô hình nào tìm người và xe.
    .remedy = Hãy cài một mô hình: luylau vision models install nanodet.
camera-unknown = Không có camera { $camera } đang được theo dõi.
    .remedy = Hãy khai báo trong cameras.toml của gói dữ liệu thành phố.
clip-range-wrong = “{ $range }” không phải khoảng byte nằm trong clip.
    .remedy = Hãy yêu cầu một khoảng, ví dụ bytes=0-1023.
camera-counts-span = Chỉ xem được số đếm trong tối đa { $days } ngày, từ một thời điểm đến thời điểm sau đó.
    .remedy = Hãy chọn khoảng ngắn hơn.
clip-original-coding = Không thể giữ bản gốc: “{ $codec }” trong luồng này chỉ phát được bên trong tệp chứa.
    .remedy = Chỉ giữ bản gốc của luồng RTSP mã hoá H.264, H.265 hoặc MJPEG.
clip-no-custodians = Cần giữ bản gốc nhưng chưa có người giữ khoá để niêm phong.
    .remedy = Hãy khai báo tệp khoá công khai: [cameras] custodians.
camera-streams-many = Bạn đang mở { $limit } luồng hình camera.
    .remedy = Hãy đóng một màn hình hoặc thẻ đang hiển thị camera.
camera-not-watched = Lúc này không có bộ phận nào theo dõi camera { $camera } nên chưa thể học hình mới.
    .remedy = Hãy thử lại khi có bộ phận camera báo về; trang Tình trạng hệ thống cho biết các bộ phận ra sao.
camera-learned-stays = Không xoá được những gì camera { $camera } đã học: { $reason }.
    .remedy = Hãy kiểm tra quyền của thư mục checkpoint/cameras trong thư mục dữ liệu.

console-health-part-cameras = Camera: các bộ phận theo dõi và bộ nhận dạng
console-health-figure-cameras = Camera được khai báo
console-health-figure-streaming = Camera đang truyền hình
console-health-figure-clips_waiting = Clip đang chờ tạo
console-health-figure-detected = Số lần nhận dạng
console-health-figure-detector_busy_s = Số giây bộ nhận dạng đã làm việc
console-health-figure-pictures_dropped = Hình mà bộ nhận dạng không kịp xem
console-health-of-cameras = Camera
console-health-of-camera-worker = Bộ phận camera
