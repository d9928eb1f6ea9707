package esdbserver_test

import (
	"encoding/base64"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// filtered reads everything through a regular expression, as somebody or, without a login, as
// a stranger.
func filtered(t *testing.T, api streams.StreamsClient, login, regex string) error {
	t.Helper()
	ctx := deadline(t)
	if login != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(login)))
	}
	call, err := api.Read(ctx, &streams.ReadReq{Options: &streams.ReadReq_Options{
		StreamOption: &streams.ReadReq_Options_All{All: &streams.ReadReq_Options_AllOptions{
			AllOption: &streams.ReadReq_Options_AllOptions_Start{Start: &shared.Empty{}},
		}},
		CountOption: &streams.ReadReq_Options_Count{Count: 1},
		FilterOption: &streams.ReadReq_Options_Filter{Filter: &streams.ReadReq_Options_FilterOptions{
			Filter:                       &streams.ReadReq_Options_FilterOptions_EventType{EventType: &streams.ReadReq_Options_FilterOptions_Expression{Regex: regex}},
			CheckpointIntervalMultiplier: 1,
		}},
	}})
	if err == nil {
		_, err = call.Recv()
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

func TestAFilterIsReadForThoseWhoMayReadAlone(t *testing.T) {
	api := streams.NewStreamsClient(dial(t, secured(t)))
	const broken = "("
	for login, want := range map[string]codes.Code{
		"": codes.Unauthenticated, "eve:changeup": codes.Unauthenticated, "paul:changeit": codes.PermissionDenied, "eve:changeit": codes.InvalidArgument,
	} {
		if err := filtered(t, api, login, broken); status.Code(err) != want {
			t.Errorf("%q is answered with %v, want %s", login, err, want)
		}
	}
}

func TestAFilterThatGrowsLargeIsRefused(t *testing.T) {
	api := streams.NewStreamsClient(dial(t, secured(t)))
	for _, large := range []string{
		strings.Repeat(`(x?){1000}`, 100), strings.Repeat(`.{1000}`, 146), strings.Repeat(`\pL{1000}`, 110), `(?:a|bc){1,1000}`, `((.{10}){10}){10}`, `(abcde){1000,}`,
	} {
		if err := filtered(t, api, "eve:changeit", large); status.Code(err) != codes.InvalidArgument || !strings.Contains(err.Error(), "more than 4096") {
			t.Errorf("%.20s is answered with %v", large, err)
		}
	}
	for _, usual := range []string{
		`^[^\$].*`, `^\$`, `^soin\.[a-z]+\.(formed|moved)\.v[0-9]{1,3}$`, strings.Repeat("x", 1024), strings.Repeat(".", 1024), strings.Repeat("a*", 512), `[a-z]{1,255}`,
	} {
		if err := filtered(t, api, "eve:changeit", usual); err != nil {
			t.Errorf("%.20s is answered with %v", usual, err)
		}
	}
}
