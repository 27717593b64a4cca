## Nghiên cứu bố trí: danh sách, nghiên cứu mới.

console-studies = Nghiên cứu
console-studies-hint = Đặt gì, ở đâu thì được nhiều nhất; mỗi nghiên cứu cho biết phương án tốt đến mức nào và vì sao.
console-studies-none = Chưa có nghiên cứu nào.
console-studies-none-hint = Hãy tạo một nghiên cứu: hỏi điều gì, được đặt ở đâu, có bao nhiêu tiền.
console-studies-none-look = Quản trị viên có thể tạo nghiên cứu.
console-studies-new = Nghiên cứu mới
console-studies-make = Tạo
console-studies-new-name-hint = Bằng một ngôn ngữ; tên bằng hai ngôn ngữ kia có thể sửa sau.
console-studies-begin-with = Bắt đầu từ
console-studies-empty = Nghiên cứu trống
console-studies-copy-of = Bản sao của “{ $name }”
console-studies-id-of = Mã: { $id }
console-studies-new-question = Đặt ở đâu để phục vụ được nhiều nhất?
console-studies-new-demand = Tiêu chí mới
console-studies-new-option = Lựa chọn mới
console-studies-last-run = Chạy lần cuối { $time }
console-studies-delete = Xóa
console-studies-delete-of = Xóa “{ $name }”
console-studies-delete-sure = Xóa “{ $name }”?
console-studies-delete-broken = Tệp này không đọc được nên xóa rồi sẽ không lấy lại được.
console-studies-faults = { $count ->
    [one] Có một lỗi
   *[other] Có { $count } lỗi
}
console-studies-row = dòng { $row }
console-studies-did-create = Đã tạo nghiên cứu “{ $study }”.
console-studies-did-delete = Đã xóa nghiên cứu “{ $study }”.
console-studies-did-save = Đã lưu nghiên cứu, bản { $version }.
console-studies-did-undo = Đã hoàn tác thay đổi.
console-studies-did-delete-run = Đã xóa lần chạy.

## Xưởng nghiên cứu: khung trang, lưu và chạy.

console-studies-back = Tất cả nghiên cứu
console-studies-version = bản { $version }
console-studies-fold = Thu gọn bảng bên
console-studies-unfold = Mở bảng bên
console-studies-map = Bản đồ nghiên cứu
console-studies-tab-ask = Câu hỏi
console-studies-tab-result = Kết quả
console-studies-tab-runs = Lịch sử
console-studies-undo = Hoàn tác (Ctrl+Z)
console-studies-redo = Làm lại (Ctrl+Shift+Z)
console-studies-save = Lưu
console-studies-run = Chạy chính xác
console-studies-save-run = Lưu và chạy
console-studies-unsaved = Chưa lưu; bản nháp được giữ trong thẻ trình duyệt này.
console-studies-unsaved-tried = Chỉ là thử: vai trò của bạn không lưu được thay đổi.
console-studies-only-look = Vai trò của bạn chỉ xem được nghiên cứu. Quản trị viên có thể sửa.
console-studies-only-try = Bạn có thể thử thay đổi và chạy bản đã lưu; quản trị viên có thể lưu thay đổi.
console-studies-newer = Có người đã sửa nghiên cứu này trong lúc bạn làm.
console-studies-newer-hint = Điều bạn viết vẫn còn đây. Nếu tiếp tục với bản của bạn, khi lưu nó sẽ thay bản của người kia; lịch sử vẫn giữ cả hai.
console-studies-how-coarse = Tính thô
console-studies-how-exact = Chính xác
console-studies-how-older = Của câu hỏi khác
console-studies-reckoning = Đang tính…
console-studies-no-answer = Chưa có kết quả.
console-studies-no-answer-hint = Chạy nghiên cứu để có kết quả.
console-studies-sites-cost = { $sites ->
    [one] 1 điểm · { $cost }
   *[other] { $sites } điểm · { $cost }
}
console-studies-money = { $value } { $currency }
console-studies-percent = { $value } %
console-studies-legend = Chú giải
console-studies-legend-firm = Viền đôi: vững chắc hoặc bắt buộc dùng
console-studies-legend-left = Điểm không được chọn
console-studies-legend-demand = Nhu cầu của đơn vị; phần đặc là phần đã đạt
console-studies-legend-reach = Tầm với của điểm

## Biểu mẫu của nghiên cứu.

console-studies-part-demand = Nhu cầu và trọng số
console-studies-part-limits = Giới hạn
console-studies-part-options = Các lựa chọn
console-studies-part-sites = Vị trí ứng viên
console-studies-part-areas = Vùng
console-studies-part-names = Tên và câu hỏi
console-studies-part-search = Cách tìm
console-studies-demand-hint = Kéo trọng số: bản đồ và các con số đổi theo ngay, tính thô.
console-studies-add-demand = Thêm tiêu chí
console-studies-add-option = Thêm lựa chọn
console-studies-remove = Bỏ “{ $name }”
console-studies-other-languages = { $field }: ngôn ngữ khác
console-studies-weight-of = Trọng số: { $name }
console-studies-weight-share = { $share } % tổng trọng số
console-studies-reached-of = Đạt được: { $name }
console-studies-reached-share = đạt { $share } %
console-studies-source-places = Dân số các đơn vị
console-studies-source-assets = Tài sản trong gói
console-studies-source-customers = Khách hàng dùng điện
console-studies-source-file = Tệp cạnh nghiên cứu
console-studies-sites-loads = Máy biến áp của lưới
console-studies-sites-assets = Nơi có tài sản
console-studies-sites-raster = Các điểm cách đều trên toàn địa bàn
console-studies-sites-file = Tệp cạnh nghiên cứu
console-studies-method-covering = Bao phủ: đạt nhiều nhất trong giới hạn
console-studies-method-supply = Nguồn dự phòng: tránh nhiều giờ mất điện nhất trong bão
console-studies-method-cover-all = Phủ hết: đạt mọi thứ với chi phí ít nhất
console-studies-method-median = Đường ngắn nhất: tổng quãng đường đến điểm gần nhất ít nhất
console-studies-field-served-by = Đã được phục vụ bởi
console-studies-served-hint = Càng có nhiều cơ sở loại này ở gần thì càng ít được tính.
console-studies-field-served-m = Trong phạm vi, m
console-studies-field-unit-reach = Mỗi đơn vị đạt ít nhất
console-studies-unit-reach-hint = Tỷ lệ nhu cầu, từ 0 đến 1
console-studies-field-reliable = Tỷ lệ bão có điện
console-studies-reliable-hint = Điểm đặt phải có điện trong chừng ấy trận bão, từ 0 đến 1; 0 là không giới hạn
console-studies-field-capacity = Phục vụ nhiều nhất (0: không giới hạn)
console-studies-field-twice = Phần của điểm thứ hai
console-studies-twice-hint = Chỉ tính khi có điểm thứ hai, từ 0 đến 0,5
console-studies-field-buildings = Tệp nhà cửa
console-studies-buildings-hint = GeoJSON cạnh nghiên cứu; nhà che khuất những gì ở phía sau.
console-studies-field-roads = Tệp đường đi
console-studies-roads-hint = GeoJSON cạnh nghiên cứu; khoảng cách tính theo đường. Không có: theo đường chim bay.
console-studies-decay-step = Trọn vẹn đến hết tầm
console-studies-decay-linear = Giảm đều đến hết tầm
console-studies-decay-gaussian = Giảm theo hình chuông
console-studies-field-names = Tên
console-studies-field-question = Câu hỏi
console-studies-field-source = Nguồn
console-studies-field-kinds = Loại tài sản
console-studies-field-place-kinds = Loại đơn vị
console-studies-place-kinds-hint = Mã trong gói, cách nhau bằng dấu phẩy; để trống là tất cả.
console-studies-field-file = Tệp
console-studies-file-hint = CSV hoặc GeoJSON nằm cạnh nghiên cứu.
console-studies-field-column = Cột trọng số
console-studies-column-hint = Để trống: mỗi điểm tính là 1.
console-studies-field-load-w = Tải mỗi nơi, W
console-studies-field-note = Ghi chú về nguồn số liệu
console-studies-field-assumed = Số liệu là giả định
console-studies-field-cost = Chi phí
console-studies-field-running-cost = Chi phí vận hành mỗi năm
console-studies-field-range-m = Tầm, m
console-studies-field-near-m = Bắt đầu từ, m
console-studies-field-angle-deg = Góc, độ
console-studies-field-headings = Số hướng thử
console-studies-field-decay = Giảm theo khoảng cách
console-studies-field-power-w = Công suất tiêu thụ, W
console-studies-field-supply-w = Công suất cấp, W
console-studies-field-energy-wh = Năng lượng, Wh
console-studies-option-about = { $cost } · tầm { $range } m
console-studies-field-sites = Được đặt ở
console-studies-field-step-m = Khoảng cách giữa các điểm, m
console-studies-field-most = Số vị trí xét nhiều nhất
console-studies-most-hint = 0: xét tất cả; ít hơn thì rút ngẫu nhiên theo hạt giống.
console-studies-field-budget = Ngân sách
console-studies-no-budget = Không giới hạn ngân sách
console-studies-field-years = Số năm tính chi phí vận hành
console-studies-years-hint = Chi phí gồm cả chi phí vận hành của chừng ấy năm.
console-studies-field-most-sites = Nhiều nhất bao nhiêu điểm
console-studies-field-apart-m = Cách nhau ít nhất, m
console-studies-field-unit-least = Mỗi đơn vị ít nhất
console-studies-field-unit-most = Mỗi đơn vị nhiều nhất
console-studies-zero-none = 0: không giới hạn
console-studies-field-installed = Đã lắp đặt
console-studies-installed-hint = Những loại tài sản này đã phục vụ chung quanh chúng rồi.
console-studies-field-installed-range-m = Tầm của chúng, m
console-studies-field-powered = Điểm mất điện trong bão thì không tính
console-studies-field-scenarios = Số cơn bão diễn lại
console-studies-must = Bắt buộc dùng
console-studies-must-not = Không được dùng
console-studies-ruled-none = Chưa có; chạm một điểm trên bản đồ để chọn.
console-studies-field-method = Phương pháp
console-studies-field-currency = Đơn vị tiền
console-studies-field-seed = Hạt giống
console-studies-seed-hint = Cùng hạt giống thì cùng kết quả.
console-studies-field-seconds = Tìm lâu nhất, giây
console-studies-seconds-hint = Chỉ cho lần chạy chính xác.

## Các tệp cạnh nghiên cứu.

console-studies-incidents = Sự cố trong một năm qua
console-studies-upload = Tải lên
console-studies-upload-for = Tải lên: { $field }
console-studies-upload-of = Tải lên “{ $name }”
console-studies-files = Mọi tệp
console-studies-files-for = Mọi tệp: { $field }
console-studies-files-all = Các tệp cạnh nghiên cứu
console-studies-files-empty = Chưa có tệp nào.
console-studies-files-hint = CSV có cột lat và lon, hoặc GeoJSON gồm các điểm, nhà cửa hay đường đi.
console-studies-file-choose = Chọn tệp
console-studies-file-none = Không có
console-studies-file-no-fit = Không có tệp phù hợp.
console-studies-file-missing = không tồn tại
console-studies-file-size = { $size } kB
console-studies-holds-points = { $count ->
   *[other] { NUMBER($count) } điểm
}
console-studies-holds-buildings = { $count ->
   *[other] { NUMBER($count) } ngôi nhà
}
console-studies-holds-roads = { $count ->
   *[other] { NUMBER($count) } đoạn đường
}
console-studies-holds-other = { $count ->
   *[other] không đọc được
}
console-studies-file-name = Tên cạnh nghiên cứu
console-studies-file-name-hint = Đặt theo tên gốc của tệp; nghiên cứu gọi tệp bằng tên này.
console-studies-file-there = Đã có “{ $name }”: { $about }
console-studies-file-there-hint = { $count ->
    [0] Tệp cũ sẽ bị thay hẳn. Không nghiên cứu nào đã lưu sử dụng tệp này.
   *[other] Tệp cũ sẽ bị thay hẳn, kể cả đối với các nghiên cứu đang sử dụng: { $studies }.
}
console-studies-file-replace = Thay thế
console-studies-file-large = Tệp lớn hơn { $most } MiB.
    .remedy = Bỏ bớt các cột và dòng mà nghiên cứu không cần, hoặc chia thành nhiều tệp.
console-studies-file-save = Lưu “{ $name }” về máy
console-studies-file-named = Đang được { $studies } sử dụng; chỉ xóa được khi các nghiên cứu đó dùng tệp khác.
console-studies-delete-file-hint = Không nghiên cứu nào đã lưu sử dụng tệp này. Xóa rồi sẽ không lấy lại được.
console-studies-did-upload = Đã tải lên và chọn “{ $name }”: { $about }.
console-studies-did-upload-other = Đã tải lên “{ $name }”, nhưng không chọn được ở đây: { $about }.
console-studies-did-delete-file = Đã xóa “{ $name }”.

## Vẽ vùng trên bản đồ.

console-studies-areas-hint = Vẽ trên bản đồ bằng chuột hoặc ngón tay, hoặc ghi tọa độ các góc.
console-studies-draw-area = Vẽ vùng
console-studies-area-sites = Vùng được đặt
console-studies-area-sites-hint = Chỉ được đặt trong các vùng này.
console-studies-area-keep-out = Vùng cấm đặt
console-studies-area-keep-out-hint = Không được đặt gì bên trong.
console-studies-area-demand = Vùng tính nhu cầu
console-studies-area-demand-hint = Chỉ tính nhu cầu trong các vùng này.
console-studies-area-about = { $use } · { $count } góc
console-studies-area-change = Sửa trên bản đồ
console-studies-area-crossed = Các cạnh cắt nhau.
console-studies-field-use = Dùng để
console-studies-corners = Các góc: vĩ độ, kinh độ
console-studies-corner = Góc { $number } trên { $count }; kéo hoặc dùng phím mũi tên, Delete để bỏ
console-studies-lat-of = Vĩ độ của góc { $number }
console-studies-lon-of = Kinh độ của góc { $number }
console-studies-corner-remove = Bỏ góc { $number }
console-studies-corner-add = Thêm một góc
console-studies-corner-more = Thêm góc
console-studies-corner-back = Bỏ góc vừa đặt
console-studies-drawing = Vẽ vùng
console-studies-draw-hint = { $count ->
    [0] Chạm bản đồ tại từng góc của vùng.
   *[other] { $count } góc; cần ít nhất ba góc.
}
console-studies-move-hint = Kéo các góc, hoặc chọn một góc rồi dùng phím mũi tên.
console-studies-draw-done = Xong

## Một điểm trên bản đồ.

console-studies-close-site = Đóng
console-studies-why = Riêng nó đạt { $own }; thêm cho phương án { $adds }.
console-studies-standing-core = Vững chắc: có trong { $share } % các phương án tốt.
console-studies-standing-flips = Tùy cách đánh giá: có trong { $share } % các phương án tốt.
console-studies-standing-rare = Hiếm khi được chọn: có trong { $share } % các phương án tốt.
console-studies-would-add = Riêng nó đạt { $own }; nếu thêm vào được { $adds }.
console-studies-in-plans = Có trong { $share } % các phương án tốt.
console-studies-shared = { $shared } trong đó “{ $rival }” đã đạt.
console-studies-show-rival = Xem điểm đó
console-studies-site-other = Phương án đang hiển thị không nói gì về điểm này.
console-studies-site-asset = Mở tài sản tại đây
console-studies-powered = Có điện trong { $share } % các cơn bão.

## Kết quả.

console-studies-found = Kết quả
console-studies-of-run = Lần chạy { $time }, bản { $version }
console-studies-of-trial = Tính thô ngay trên điều đang ghi trong biểu mẫu
console-studies-older = Kết quả này trả lời câu hỏi lúc chạy, khác với biểu mẫu bây giờ.
console-studies-gap = Kém phương án tốt nhất có thể nhiều nhất { $gap } %.
console-studies-budget-left = Ngân sách { $budget }; còn lại { $left }.
console-studies-marks = Cần biết khi đọc các con số
console-studies-order-by = Xếp theo { $column }
console-studies-head-powered = Có điện
console-studies-of-asked = { $reached } trên { $asked }
console-studies-file-pdf = Thuyết minh PDF
console-studies-file-html = Thuyết minh HTML
console-studies-file-csv = Bảng CSV
console-studies-file-geojson = GeoJSON
console-studies-take = Đưa vào gói thành tài sản dự kiến
console-studies-take-hint = Các điểm trở thành tài sản “dự kiến” của gói; nguồn của chúng ghi lần chạy này. Thay đổi của gói có thể hoàn tác.
console-studies-take-kind = Loại tài sản
console-studies-take-sites = { $count ->
   *[other] Các điểm: { $count }
}
console-studies-take-do = Đưa { $count } điểm vào gói
console-studies-taken = Đã đưa { $count } tài sản dự kiến vào gói.
console-studies-pack-changed = Gói đã được sửa tiếp sau đó.
    .remedy = Hoàn tác các thay đổi mới hơn trước.
console-studies-plans-hint = Chi phí và giá trị của từng phương án; chạm một phương án để xem trên bản đồ.
console-studies-other-plan = Bản đồ đang hiện phương án “{ $plan }”. Bảng tiêu chí và đơn vị là của phương án tốt nhất.
console-studies-own-plan = Hiện phương án tốt nhất
console-studies-chart = Biểu đồ chi phí và giá trị của { $count } phương án; bảng bên dưới ghi cùng số liệu.
console-studies-axis-cost = Chi phí, { $currency }
console-studies-head-value = Giá trị
console-studies-head-bound = Không thể hơn
console-studies-show-beaten = Cả những phương án kém hơn về mọi mặt
console-studies-hide-beaten = Ẩn những phương án kém hơn
console-studies-compare-best = So với phương án tốt nhất

## Các lần chạy và lịch sử.

console-studies-runs = Các lần chạy
console-studies-no-runs = Chưa có lần chạy nào.
console-studies-no-runs-hint = “Chạy chính xác” đưa nghiên cứu vào hàng đợi.
console-studies-run-queued = Đang chờ
console-studies-run-running = Đang chạy
console-studies-run-done = Xong
console-studies-run-failed = Thất bại
console-studies-run-cancelled = Đã hủy
console-studies-queue = { $before ->
    [0] Đang chờ, kế tiếp là lần này.
   *[other] Đang chờ; trước nó còn { $before }.
}
console-studies-step = { $step } · { $share } %
console-studies-begins = Đang bắt đầu…
console-studies-cancelling = Đang hủy…
console-studies-cancel-run = Hủy lần chạy
console-studies-progress = Tiến độ của lần chạy
console-studies-asked-by = { $name }, bản { $version }
console-studies-took = { $seconds } giây
console-studies-show-run = Xem
console-studies-compare-before = So với lần trước
console-studies-delete-run = Xóa lần chạy { $time }
console-studies-delete-run-hint = Kết quả của nó mất hẳn, không lấy lại được.
console-studies-history = Các bản đã lưu
console-studies-no-history = Chưa có thay đổi nào trên nền tảng.
console-studies-change-made = Đã tạo
console-studies-change-deleted = Đã xóa
console-studies-change-parts = Đã sửa: { $parts }
console-studies-undo-change = Trở lại trước thay đổi này

## So sánh hai phương án.

console-studies-compare = So sánh phương án
console-studies-compare-choose = Chọn hai phương án.
console-studies-compare-hint = Của cùng một nghiên cứu hay của hai nghiên cứu; địa chỉ trang ghi cả hai nên có thể gửi cho người khác.
console-studies-compare-side = Lần chạy { $side }
console-studies-compare-plan = Phương án { $side }
console-studies-run-of = { $study }, { $time }, bản { $version }
console-studies-swap = Đổi chỗ A và B
console-studies-map-of = Bản đồ phương án { $side }
console-studies-linked = Hai bản đồ đi cùng nhau
console-studies-compare-legend = Màu riêng, viền đôi: điểm chỉ có ở một phương án; màu lục: có ở cả hai.
console-studies-compare-units = Hai nghiên cứu đo bằng đơn vị khác nhau, nên giá trị của chúng không so được.
console-studies-compare-whole = Từng tiêu chí và đơn vị được gì chỉ biết với phương án tốt nhất của mỗi lần chạy.
console-studies-figures = Các con số
console-studies-head-figure = Con số
console-studies-difference = Chênh lệch
console-studies-cost-in = Chi phí, { $currency }
console-studies-points = { $value } điểm %
console-studies-sites-only-a = Chỉ có ở A: { $count }
console-studies-sites-only-b = Chỉ có ở B: { $count }
console-studies-sites-changed = Cả hai, khác lựa chọn hoặc hướng: { $count }
console-studies-sites-both = Như nhau ở cả hai: { $count }
