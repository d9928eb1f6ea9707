module soin

go 1.26
