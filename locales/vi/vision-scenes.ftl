## Camera: kế hoạch cho từng camera và những gì thấy được trong hình.

# Kế hoạch, cameras.toml
vision-plan-file-unreadable = Không đọc được tệp này.
    .remedy = Kiểm tra quyền đọc tệp và ổ đĩa.
vision-plan-file-not-utf8 = Tệp không phải văn bản UTF-8.
    .remedy = Lưu lại tệp với bảng mã UTF-8.
vision-plan-file-not-toml = Tệp không đúng cú pháp TOML; không đọc được từ dòng { $line }, cột { $column }.
    .remedy = Xem chỗ đó có thiếu dấu nháy, dấu ngoặc, dấu bằng, hay một khóa bị ghi hai lần không.
vision-plan-version-bad = Thiếu số phiên bản, hoặc không phải số nguyên từ 1 trở lên.
    .remedy = Ghi "version = 1" phía trên camera đầu tiên.
vision-plan-changed = Trong lúc đó có người khác đã sửa các camera: hiện là phiên bản { $found }, không phải { $expected }.
    .remedy = Tải lại rồi thực hiện thay đổi một lần nữa.
vision-plan-key-unknown = Ở đây không có trường "{ $name }".
    .remedy = Bỏ trường này, hoặc dùng một trong: { $known }.
vision-plan-field-missing = Thiếu trường "{ $name }".
    .remedy = Thêm trường này; hướng dẫn docs/guide/cameras-scenes.md giải thích ý nghĩa của nó.
vision-plan-field-type = Trường "{ $name }" sai kiểu.
    .remedy = { $wanted ->
        [text] Ghi chữ trong dấu nháy.
        [number] Ghi một số, không có dấu nháy.
        [whole] Ghi một số nguyên.
        [truth] Ghi true hoặc false.
        [points] Ghi danh sách các điểm, ví dụ [[0.1, 0.5], [0.4, 0.5], [0.4, 0.9]].
        [labels] Ghi danh sách các lớp đối tượng, ví dụ ["person", "car"].
        [hours] Ghi danh sách các bảng, ví dụ [{"{"} days = ["mon"], start = "18:00", end = "06:00" {"}"}].
        [days] Ghi danh sách có ít nhất một ngày, ví dụ ["sat", "sun"].
        [tables] Bắt đầu mỗi mục bằng một dòng như [[camera]] hoặc [[camera.scene]].
       *[table] Ghi một bảng, ví dụ {"{"} vi = "…", en = "…", ja = "…" {"}"}.
    }
vision-plan-field-range = Trường "{ $name }" nằm ngoài giới hạn.
    .remedy = Ghi một số từ { $low } đến { $high }. Tọa độ điểm là tỷ lệ của khung hình.
vision-plan-field-choice = "{ $value }" không dùng được cho "{ $name }".
    .remedy = Dùng một trong: { $choices }.
vision-plan-id-bad = "{ $value }" không dùng làm "{ $name }" được.
    .remedy = Dùng 1 đến 64 chữ thường không dấu, chữ số và dấu gạch nối ở giữa, ví dụ fence-1.
vision-plan-id-twice = Mã "{ $id }" xuất hiện hai lần trong cùng một camera.
    .remedy = Đổi một trong hai mã.
vision-plan-name-length = Tên bị trống hoặc quá dài.
    .remedy = Ghi từ 1 đến { $most } ký tự để mọi người nhận ra vị trí.
vision-plan-camera-unknown = Thành phố không có tài sản "{ $camera }".
    .remedy = Thêm camera vào assets.csv trước, hoặc sửa lại mã.
vision-plan-camera-kind = Tài sản "{ $camera }" thuộc loại "{ $kind }", không phải camera.
    .remedy = Ghi một tài sản thuộc loại camera, hoặc sửa loại của nó trong assets.csv.
vision-plan-camera-twice = Camera "{ $camera }" đã được khai báo ở dòng { $first }.
    .remedy = Chỉ giữ một trong hai.
vision-plan-address-secret = Địa chỉ chứa tên người dùng, mật khẩu hoặc một bí mật khác, chẳng hạn token.
    .remedy = Bỏ phần đó đi và lưu quyền truy cập trên trang của camera; mật khẩu trong đường dẫn được ghi là {"{password}"}.
vision-plan-address-unknown = "{ $value }" không phải địa chỉ luồng hình.
    .remedy = Ghi rtsp://MÁY/ĐƯỜNG-DẪN, file:TÊN của tệp trong thư mục phim, hoặc usb:0.
vision-plan-points-few = { $shape ->
        [line] Một vạch cần từ { $least } điểm trở lên; ở đây có { $count }.
       *[polygon] Một đa giác cần từ { $least } điểm trở lên; ở đây có { $count }.
    }
    .remedy = Vẽ lại trên hình.
vision-plan-points-many = Có đến { $count } điểm.
    .remedy = Vẽ với nhiều nhất { $most } điểm.
vision-plan-line-short = Vạch ngắn hơn một phần trăm khung hình.
    .remedy = Vẽ vạch dài hơn.
vision-plan-polygon-crosses = Đa giác tự cắt hoặc tự chạm vào chính nó.
    .remedy = Dời các đỉnh để không có hai cạnh nào gặp nhau; nếu cần cả hai nửa, hãy tách thành hai đa giác.
vision-plan-polygon-flat = Đa giác không có diện tích.
    .remedy = Vẽ rộng hơn; đa giác phải chiếm ít nhất một phần vạn khung hình.
vision-plan-twice-in-list = Có mục lặp lại trong "{ $name }".
    .remedy = Mỗi mục chỉ ghi một lần.
vision-plan-dwell-needed = Cảnh loại "{ $kind }" cần có thời gian.
    .remedy = Dùng dwell_s để ghi phải kéo dài bao nhiêu giây.
vision-plan-limit-needed = Cảnh tụ tập đông người cần có số người.
    .remedy = Dùng limit để ghi từ bao nhiêu người trở lên, ít nhất là 2.
vision-plan-not-for-kind = Cảnh loại "{ $kind }" không có trường "{ $name }".
    .remedy = Bỏ trường này.
vision-plan-wrong-way-direction = Chưa nói chiều nào là ngược chiều.
    .remedy = Ghi direction = "forward" (từ bên trái sang bên phải của vạch) hoặc "backward".
vision-plan-labels-vehicles = Chỉ xe cộ mới có thể là xe dừng.
    .remedy = Dùng một số trong: { $choices }; hoặc bỏ trường này để tính tất cả.
vision-plan-hours-empty = Khung giờ kết thúc đúng lúc bắt đầu.
    .remedy = Với cả ngày, ghi start = "00:00" và end = "24:00".
vision-plan-time-bad = "{ $value }" không phải giờ trong ngày.
    .remedy = Ghi giờ và phút, mỗi phần hai chữ số, ví dụ "06:30"; giờ kết thúc có thể là "24:00".
vision-plan-purpose-empty = Mục đích bằng ngôn ngữ này bị trống.
    .remedy = Ghi lý do đặt camera này, hoặc bỏ ngôn ngữ đó.
vision-plan-original-purpose = Đã chọn giữ bản gốc chưa che nhưng chưa ghi mục đích.
    .remedy = Ghi original_purpose, hoặc đặt original = false.

# Những gì thấy được
vision-scene-intrusion =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } ở trong “{ $scene }” đã { $seconds } giây
vision-scene-loitering =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } nán lại trong “{ $scene }” đã { $seconds } giây
vision-scene-line-crossing =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } vượt qua “{ $scene }” (chiều thuận { $forward }, chiều ngược { $backward })
vision-scene-wrong-way =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } đi ngược chiều qua “{ $scene }”
vision-scene-crowd =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } trong “{ $scene }” (giới hạn { $limit }), chiếm { $density } % diện tích
vision-scene-stopped-vehicle =
    { $count } { $label ->
        [person] người
        [bicycle] xe đạp
        [motorcycle] xe máy
        [car] ô tô
        [bus] xe buýt
        [truck] xe tải
       *[mixed] đối tượng
    } dừng trong “{ $scene }” đã { $seconds } giây
vision-scene-object-left = { $count } đồ vật nằm trong “{ $scene }” đã { $seconds } giây; không có đối tượng nào đang được theo dõi ở đó
vision-scene-water = Không còn thấy phần bên dưới vạch “{ $scene }” (thay đổi { $change } %) đã { $seconds } giây; có thể đã ngập nước

# Camera có còn nhìn thấy không
vision-condition-dark = Hình ảnh tối ({ $light } % độ sáng tối đa)
vision-condition-blurred = Hình ảnh mờ (còn { $share } % độ nét thường ngày)
vision-condition-blocked = Tầm nhìn bị che ({ $share } % số phần thường có chi tiết)
vision-condition-moved = Camera đã lệch hướng (khớp { $share } % đường nét thường ngày; lệch { $shift } % khung hình)
vision-condition-frozen = Hình ảnh đứng yên hoàn toàn đã { $seconds } giây
