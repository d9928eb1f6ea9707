package esdbstore

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/EventStore/EventStore-Client-Go/v4/esdb"
)

// toLog hands the client's log on, for those who look for a fault: each line of it is about
// one attempt, and every attempt is repeated or reported to the caller. What an operator has
// to know, the supervisor tells. The lines name hosts and reasons, never credentials.
func toLog(logger *slog.Logger) esdb.LoggingFunc {
	return func(_ esdb.LogLevel, format string, args ...any) {
		if !logger.Enabled(context.Background(), slog.LevelDebug) {
			return
		}
		if spread, ok := first(args).([]any); ok { // the client's configuration does not spread them
			args = spread
		}
		logger.Debug("event store client: " + fmt.Sprintf(format, args...))
	}
}

func first(args []any) any {
	if len(args) == 1 {
		return args[0]
	}
	return nil
}
