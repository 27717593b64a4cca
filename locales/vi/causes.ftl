# Nguyên nhân mất điện, mất kết nối: cái gì hỏng, vì sao tin như vậy.

cause-power-name = Mất điện
cause-network-name = Sự cố mạng
finding-cause-power = { $customers ->
    [0] { $element } nhiều khả năng đang mở ({ $percent } %): { $devices } thiết bị im lặng.
   *[other] { $element } nhiều khả năng đang mở ({ $percent } %): { $customers } khách hàng mất điện, { $devices } thiết bị im lặng.
}
finding-cause-power-said = { $customers ->
    [0] { $element } báo đang mở: { $devices } thiết bị im lặng.
   *[other] { $element } báo đang mở: { $customers } khách hàng mất điện, { $devices } thiết bị im lặng.
}
finding-cause-network = { $element } nhiều khả năng không truyền được tin ({ $percent } %): { $devices } thiết bị im lặng. Điều này không nói lên chúng còn điện hay không.
switch-doubted-name = Nghi ngờ trạng thái thiết bị đóng cắt
finding-switch-doubted = { $element } báo đang mở, nhưng { $devices } thiết bị phía sau vẫn gửi tin: trạng thái đó có lẽ sai.

cause-evidence-silent = { $count } trong { $known } thiết bị phía sau im lặng từ { $since }.
cause-evidence-gasps = { $count } thiết bị đã báo mất điện bằng chút năng lượng cuối cùng.
cause-evidence-no-voltage = { $count } thiết bị báo không có điện áp.
cause-evidence-unheard = { $count } thiết bị khác từ trước đã không gửi tin nên không cho biết gì.
cause-evidence-battery = { $count } thiết bị vẫn gửi tin nhờ pin dự phòng.
cause-evidence-switch-open = Thiết bị đóng cắt { $switch } báo đang mở.
cause-evidence-switch-closed = Thiết bị đóng cắt { $switch }, gần nhất phía trên có báo trạng thái, báo đang đóng.
cause-evidence-switch-wrong = Thiết bị đóng cắt { $switch } báo đang đóng, nhưng mọi thứ phía sau cho thấy ngược lại.
cause-evidence-beside = Ở phần còn lại của xuất tuyến { $feeder }, { $silent } trong { $known } thiết bị im lặng.
cause-evidence-reporting = { $count } thiết bị phía sau vẫn gửi tin.
cause-evidence-reports = { $count } người dân báo mất điện.
cause-ask = Xác suất thiết bị này mất điện là { $percent } %; câu trả lời của nó cho biết nhiều nhất.

urgency-customers = { $count } khách hàng mất điện
urgency-vital = { $count } điểm tối quan trọng mất nguồn
urgency-high = { $count } điểm quan trọng mất nguồn
urgency-battery-soon = { $count } điểm còn chưa đầy một giờ pin
urgency-cut = { $count } thiết bị không liên lạc được

incident-no-cause = Sự cố { $incident } không có nguyên nhân chung.
    .remedy = Xem các phát hiện của sự cố; chỉ sự cố nguồn điện hoặc mạng mới có.
