package brokers_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	amqp091 "github.com/rabbitmq/amqp091-go"
)

// rabbit is where Debian keeps the script that does not change the user.
const rabbit = "/usr/lib/rabbitmq/bin/rabbitmq-server"

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// startRabbit runs a RabbitMQ of the test's own, on free ports, and stops it.
func startRabbit(t *testing.T) (address string) {
	t.Helper()
	if _, err := os.Stat(rabbit); err != nil {
		t.Skip("RabbitMQ is not installed: apt-get install rabbitmq-server")
	}
	dir, port, epmd := t.TempDir(), freePort(t), freePort(t)
	plugins := filepath.Join(dir, "plugins")
	if err := os.WriteFile(plugins, []byte("[].\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	output := new(strings.Builder)
	cmd := exec.Command(rabbit)
	cmd.Env = append(os.Environ(),
		"HOME="+dir, "RABBITMQ_NODENAME=soin"+port+"@localhost", "RABBITMQ_NODE_IP_ADDRESS=127.0.0.1", "RABBITMQ_NODE_PORT="+port,
		"RABBITMQ_DIST_PORT="+freePort(t), "ERL_EPMD_PORT="+epmd, "ERL_EPMD_ADDRESS=127.0.0.1",
		"RABBITMQ_MNESIA_BASE="+dir, "RABBITMQ_LOG_BASE="+dir, "RABBITMQ_LOGS=-", "RABBITMQ_CONFIG_FILE="+filepath.Join(dir, "none"),
		"RABBITMQ_ENABLED_PLUGINS_FILE="+plugins, "RABBITMQ_CONF_ENV_FILE="+filepath.Join(dir, "none"),
	)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
			<-ended
		}
		kill := exec.Command("epmd", "-kill") // Erlang's port mapper, which outlives its node
		kill.Env = append(os.Environ(), "ERL_EPMD_PORT="+epmd)
		_ = kill.Run()
	})
	address = "127.0.0.1:" + port
	deadline := time.Now().Add(time.Minute)
	for {
		conn, err := amqp091.Dial("amqp://" + address)
		if err == nil {
			conn.Close()
			return address
		}
		select {
		case <-ended:
			t.Fatalf("RabbitMQ ended by itself:\n%s", output)
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatal("RabbitMQ does not start within a minute")
		}
	}
}

func dialRabbit(t *testing.T, address string) *amqp091.Channel {
	t.Helper()
	conn, err := amqp091.Dial("amqp://" + address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	channel, err := conn.Channel()
	if err != nil {
		t.Fatal(err)
	}
	return channel
}

// One RabbitMQ, which takes seconds to start, serves both ways.
func TestRabbitMQ(t *testing.T) {
	address := startRabbit(t)
	t.Setenv("SOIN_TEST_RABBIT", "guest")
	t.Run("is given CloudEvents in the binary mode of its binding, in order", func(t *testing.T) { toRabbit(t, address) })
	t.Run("gives facts", func(t *testing.T) { fromRabbit(t, address) })
}

func toRabbit(t *testing.T, address string) {
	r := newRig(t)
	r.record(t, teams(0, 200)...)
	stop := r.run(t, "targets: [{name: crm, kind: amqp, url: 'amqp://"+address+"', exchange: soin, queue: crm, auth: {user: guest, password_env: SOIN_TEST_RABBIT}}]")
	deliveries := consumeRabbit(t, address, "crm")
	log := r.all(t)
	for i := range 200 {
		select {
		case d := <-deliveries:
			fact := messageOf(t, log[i])
			h := d.Headers
			if d.MessageId != fact.UUID || d.RoutingKey != "team.formed" || d.ContentType != "application/json" || d.DeliveryMode != amqp091.Persistent ||
				h["cloudEvents_id"] != log[i].ID || h["cloudEvents_type"] != "soin.team.formed.v1" || h["cloudEvents_specversion"] != "1.0" ||
				h["cloudEvents_stream"] != log[i].Stream || string(d.Body) != string(log[i].Data) {
				t.Fatalf("message %d is %+v", i, d)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%d of 200 came", i)
		}
	}
	stop()
}

func consumeRabbit(t *testing.T, address, queue string) <-chan amqp091.Delivery {
	t.Helper()
	var deliveries <-chan amqp091.Delivery
	until(t, "the queue is declared", func() bool {
		var err error
		deliveries, err = dialRabbit(t, address).Consume(queue, "", true, false, false, false, nil)
		return err == nil
	})
	return deliveries
}

func fromRabbit(t *testing.T, address string) {
	comesIn(t, "cloudEvents:", func(t *testing.T) (string, func(sent)) {
		channel := dialRabbit(t, address)
		// Declared here too, because what comes before the source has bound it is dropped.
		err := channel.ExchangeDeclare("hr", "topic", true, false, false, false, nil)
		if err == nil {
			_, err = channel.QueueDeclare("hr", true, false, false, false, nil)
		}
		if err == nil {
			err = channel.QueueBind("hr", "facts.#", "hr", false, nil)
		}
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("sources: [{name: hr, kind: amqp, url: 'amqp://%s', queue: hr, exchange: hr, binding: 'facts.#', accepts: ['urn:hr'], auth: {user: guest, password_env: SOIN_TEST_RABBIT}}]", address),
			func(m sent) {
				out := amqp091.Publishing{Headers: amqp091.Table{}, Body: []byte(m.data), ContentType: m.headers["content-type"]}
				for name, value := range m.headers {
					if name != "content-type" {
						out.Headers[name] = value
					}
				}
				if err := channel.PublishWithContext(context.Background(), "hr", "facts.hr", true, false, out); err != nil {
					t.Fatal(err)
				}
			}
	})
}
