package esdbstore

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// toLog hands the client's log on. What the client calls an error is one attempt that
// failed, and every attempt is repeated or reported to the caller; so its lines are one
// level lower here than there. They name hosts and reasons, never credentials.
func toLog(logger *slog.Logger) esdb.LoggingFunc {
	return func(level esdb.LogLevel, format string, args ...any) {
		to := slog.LevelDebug
		switch level {
		case esdb.LogError:
			to = slog.LevelWarn
		case esdb.LogWarn:
			to = slog.LevelInfo
		}
		if !logger.Enabled(context.Background(), to) {
			return
		}
		if spread, ok := first(args).([]any); ok { // the client's configuration does not spread them
			args = spread
		}
		logger.Log(context.Background(), to, "event store client: "+fmt.Sprintf(format, args...))
	}
}

func first(args []any) any {
	if len(args) == 1 {
		return args[0]
	}
	return nil
}
