package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// beSoin makes the test binary the program itself.
const beSoin = "SOIN_TEST_IS_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(beSoin) != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"soin": main})
}

// Each script is a page of the manual: what a person types, and what they see.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"poison": poisonMessage},
		Setup: func(env *testscript.Env) error {
			env.Setenv("SOIN_DATA", env.WorkDir+"/data")
			return nil
		},
	})
}

// program is the real binary as another process.
func program(ctx context.Context, data string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), beSoin+"=1", "SOIN_DATA="+data, "SOIN_LISTEN=127.0.0.1:0")
	return cmd
}

// output runs the program to its end, which must be a good one.
func output(t *testing.T, data string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := program(t.Context(), data, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("soin %v: %v\n%s%s", args, err, &out, &errs)
	}
	return out.String()
}
