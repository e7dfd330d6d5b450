// gin-jwt: one token in JSON, which is its own refresh credential: a new one is given for it until it is too old, expired or not.
package main

import (
	"crypto/rand"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	jwt "github.com/appleboy/gin-jwt/v2"
	"github.com/gin-gonic/gin"
)

type person struct {
	name, password string
	roles          []string
}

type login struct {
	Username string `json:"username" binding:"required"`
	Password string `json:"password" binding:"required"`
}

var (
	people    = []person{{"ann", "ann-pw-1", []string{"admin"}}, {"tom", "tom-pw-1", []string{}}}
	items     = []string{"first item", "second item"}
	refreshes atomic.Int64
)

func key() []byte {
	bytes := make([]byte, 32)
	rand.Read(bytes)
	return bytes
}

func main() {
	gin.SetMode(gin.ReleaseMode)
	auth, err := jwt.New(&jwt.GinJWTMiddleware{
		Realm:      "interop",
		Key:        key(),
		Timeout:    5 * time.Second,
		MaxRefresh: 2 * time.Minute,
		PayloadFunc: func(data any) jwt.MapClaims {
			if who, ok := data.(*person); ok {
				return jwt.MapClaims{"identity": who.name, "roles": who.roles}
			}
			return jwt.MapClaims{}
		},
		Authenticator: func(c *gin.Context) (any, error) {
			var typed login
			if err := c.ShouldBindJSON(&typed); err != nil {
				return nil, jwt.ErrMissingLoginValues
			}
			for i := range people {
				if people[i].name == typed.Username && people[i].password == typed.Password {
					return &people[i], nil
				}
			}
			return nil, jwt.ErrFailedAuthentication
		},
	})
	if err != nil {
		log.Fatal(err)
	}

	app := gin.New()
	app.POST("/login", auth.LoginHandler)
	app.GET("/refresh_token", auth.RefreshHandler, func(c *gin.Context) {
		if c.Writer.Status() == http.StatusOK {
			refreshes.Add(1)
		}
	})
	app.GET("/news", func(c *gin.Context) { c.JSON(http.StatusOK, []string{"news for everybody"}) })
	app.POST("/control/end", func(c *gin.Context) {
		auth.Key = key()
		c.Status(http.StatusNoContent)
	})
	app.GET("/control/refreshes", func(c *gin.Context) {
		c.String(http.StatusOK, strconv.FormatInt(refreshes.Load(), 10))
	})
	signedIn := app.Group("/", auth.MiddlewareFunc())
	signedIn.GET("/items", func(c *gin.Context) { c.JSON(http.StatusOK, items) })
	signedIn.POST("/items", func(c *gin.Context) {
		var item struct{ Title string }
		if err := c.ShouldBindJSON(&item); err != nil {
			c.Status(http.StatusBadRequest)
			return
		}
		items = append(items, item.Title)
		c.JSON(http.StatusOK, items)
	})
	log.Fatal(app.Run("127.0.0.1:" + os.Args[1]))
}
