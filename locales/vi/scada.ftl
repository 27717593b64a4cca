## Trạm đầu cuối qua IEC 60870-5-104: lỗi trong bảng ánh xạ và trên đường truyền.

# Bảng ánh xạ
scada-not-set = Chưa đặt thư mục chứa bảng ánh xạ các trạm đầu cuối.
    .remedy = Ghi thư mục vào mục folder của nhóm [scada] trong luylau.toml; hướng dẫn docs/guide/scada.md trình bày hai tệp cần có.
scada-no-points = Trạm “{ $said }” không có điểm nào trong points.csv.
    .remedy = Thêm các điểm của trạm, hoặc bỏ trạm này đi.
scada-outstation-unknown = Trạm “{ $said }” không có trong outstations.csv (gần giống: { $near }).
    .remedy = Thêm trạm vào tệp đó, hoặc sửa lại mã.
scada-not-whole = { $said } không phải số nguyên.
    .remedy = Ghi địa chỉ hoặc cổng không có phần lẻ; địa chỉ ba phần (1.2.3) phải đổi thành một số.
scada-point-twice = Điểm { $said } đã có ở dòng { $first }.
    .remedy = Chỉ giữ một trong hai dòng.
scada-device-unknown = Gói dữ liệu không có tài sản “{ $device }” (gần giống: { $near }).
    .remedy = Thêm thiết bị vào assets.csv của gói đô thị, hoặc sửa lại mã.
scada-channel-unknown = Loại của thiết bị { $device } không có kênh “{ $said }” (gần giống: { $near }).
    .remedy = Thêm kênh cho loại đó trong kinds.toml của gói đô thị, hoặc sửa lại tên.
scada-channel-no-unit = Kênh “{ $said }” của { $device } không có đơn vị, nên không thể phân biệt giá trị hỏng với giá trị tốt.
    .remedy = Đặt đơn vị cho kênh trong kinds.toml; với vị trí thiết bị đóng cắt dùng “count”.
scada-unit = Đơn vị “{ $said }” không hợp với kênh, vốn tính bằng { $wanted }.
    .remedy = Ghi đơn vị cùng đại lượng, hoặc để trống và đặt hệ số.
scada-factor-zero = Với hệ số 0, mọi giá trị sẽ như nhau.
    .remedy = Để trống nếu hệ số là 1, hoặc ghi hệ số của điểm.
scada-map-faults = Bảng ánh xạ trạm đầu cuối có { $count } lỗi ({ $files }); không đọc dữ liệu nào từ các trạm.
    .remedy = Sửa các tệp; hệ thống đọc lại sau vài giây. Lệnh “luylau run scada” nêu rõ từng lỗi.

# Đường truyền
scada-no-connection = Không kết nối được với trạm { $outstation } ({ $said }).
    .remedy = Kiểm tra địa chỉ, mạng và danh sách trung tâm được phép của trạm. Hệ thống tự thử lại.
scada-ended = Trạm { $outstation } đã ngắt kết nối ({ $said }).
    .remedy = Có thể trạm chỉ phục vụ một trung tâm, hoặc vừa khởi động lại. Hệ thống tự thử lại.
scada-silent = Trạm { $outstation } không trả lời trong { $seconds } giây; kết nối được lập lại.
    .remedy = Kiểm tra đường truyền. Nếu đường truyền chậm, hãy tăng scada.answer_s.
scada-not-104 = Trạm { $outstation } gửi dữ liệu không phải IEC 60870-5-104: { $said }; kết nối được lập lại.
    .remedy = Kiểm tra xem địa chỉ và cổng có đúng là giao diện IEC 104 của trạm không.
scada-sequence = Trạm { $outstation } đánh số bản tin là { $said } thay vì { $wanted }; kết nối được lập lại.
    .remedy = Nếu lặp lại, phần mềm của trạm có lỗi; hãy hỏi nhà sản xuất.
scada-asdu = Trạm { $outstation } gửi bản tin loại { $type } có độ dài không khớp ({ $bytes } byte); kết nối được lập lại.
    .remedy = Đặt trạm dùng hai byte nguyên nhân, hai byte địa chỉ chung và ba byte địa chỉ đối tượng, như IEC 104 quy định.
scada-control = Trạm { $outstation } gửi bản tin điều khiển không đúng lúc ({ $said }); kết nối được lập lại.
    .remedy = Nếu lặp lại, phần mềm của trạm có lỗi; hãy hỏi nhà sản xuất.
scada-window = Trạm { $outstation } có { $count } bản tin đang chờ ở đây; kết nối được lập lại.
    .remedy = Trạm gửi nhiều bản tin chưa được xác nhận hơn mức tiêu chuẩn cho phép, hoặc máy chủ thông điệp không hoạt động; hãy kiểm tra máy chủ này.
scada-refused = Trạm { $outstation } từ chối cho biết mọi giá trị của địa chỉ chung { $station }.
    .remedy = Kiểm tra xem địa chỉ chung này có thuộc trạm không, và trạm có cho phép tổng kiểm tra không.
scada-kind-differs = Trạm { $outstation } gửi { $count } điểm khác loại so với bảng ánh xạ, đầu tiên là { $station } / { $address }; các điểm này bị bỏ qua.
    .remedy = Sửa cột kind của chúng trong points.csv.

console-health-part-scada = SCADA: trạm đầu cuối qua IEC 104
