// PocketBase as a library: a collection of people whose tokens live as short as it allows, one of whom needs a second step,
// and collections that show how it answers somebody it does not know: as a guest, and not with a refusal.
package main

import (
	"log"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

const people = "members"

var (
	refreshes atomic.Int64
	codes     sync.Map // the last code that was asked for, by e-mail address
)

func main() {
	app := pocketbase.New()
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // nobody is here to make a superuser
		if err := fill(e.App); err != nil {
			return err
		}
		control(e)
		return e.Next()
	})
	app.OnRecordAuthRefreshRequest().BindFunc(func(e *core.RecordAuthRefreshRequestEvent) error {
		err := e.Next()
		if err == nil {
			refreshes.Add(1)
		}
		return err
	})
	// No mail leaves this machine: the code is kept for the control route.
	app.OnRecordRequestOTPRequest().BindFunc(func(e *core.RecordCreateOTPRequestEvent) error {
		if e.Record != nil {
			codes.Store(e.Record.Email(), e.Password)
		}
		return e.Next()
	})
	app.OnMailerRecordOTPSend().BindFunc(func(*core.MailerRecordEvent) error { return nil })
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

func control(e *core.ServeEvent) {
	e.Router.GET("/control/refreshes", func(e *core.RequestEvent) error {
		return e.String(http.StatusOK, strconv.FormatInt(refreshes.Load(), 10))
	})
	e.Router.GET("/control/code", func(e *core.RequestEvent) error {
		code, found := codes.Load(e.Request.URL.Query().Get("of"))
		if !found {
			return e.NotFoundError("no code was asked for", nil)
		}
		return e.String(http.StatusOK, code.(string))
	})
	e.Router.POST("/control/end", func(e *core.RequestEvent) error {
		records, err := e.App.FindAllRecords(people)
		if err != nil {
			return err
		}
		for _, record := range records {
			record.RefreshTokenKey()
			if err := e.App.Save(record); err != nil {
				return err
			}
		}
		return e.NoContent(http.StatusNoContent)
	})
}

func fill(app core.App) error {
	members := core.NewAuthCollection(people)
	members.AuthToken.Duration = 10 // the shortest it takes
	members.Fields.Add(&core.BoolField{Name: "careful"})
	members.ViewRule = types.Pointer("id = @request.auth.id")
	members.OTP.Enabled = true
	members.MFA.Enabled = true
	members.MFA.Rule = "careful = true"
	if err := app.Save(members); err != nil {
		return err
	}
	for name, careful := range map[string]bool{"ann": false, "tom": true} {
		person := core.NewRecord(members)
		person.SetEmail(name + "@example.com")
		person.SetPassword(name + "-password-1")
		// Somebody who is not verified loses the password with the first code.
		person.SetVerified(true)
		person.Set("careful", careful)
		if err := app.Save(person); err != nil {
			return err
		}
	}
	signedIn := types.Pointer("@request.auth.id != ''")
	for name, rule := range map[string]*string{"items": signedIn, "notices": types.Pointer(""), "locked": nil} {
		list := core.NewBaseCollection(name)
		list.Fields.Add(&core.TextField{Name: "title"})
		list.ListRule, list.ViewRule, list.CreateRule = rule, rule, rule
		if err := app.Save(list); err != nil {
			return err
		}
		entry := core.NewRecord(list)
		entry.Set("title", "first of "+name)
		if err := app.Save(entry); err != nil {
			return err
		}
	}
	return nil
}
