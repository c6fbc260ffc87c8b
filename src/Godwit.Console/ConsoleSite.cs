using System.Net;
using Godwit.Console.Pages;
using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Godwit.Console;

/// <summary>The console: pages of the admin listener. It can do only what the admin API lets its user do.</summary>
public static class ConsoleSite
{
    // Holds the admin API's token in the user's browser; scripts can't read it, other sites can't send it.
    private const string Cookie = "godwit-console";

    /// <summary>Registers what the pages need.</summary>
    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents();
        return services;
    }

    /// <summary>Maps the pages. For the admin listener alone.</summary>
    public static void MapConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", ShowAsync).ExcludeFromDescription().AllowAnonymous();
        endpoints.MapPost("/login", LoginAsync).ExcludeFromDescription().AllowAnonymous();
        endpoints.MapPost("/logout", Logout).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, CancellationToken cancellation)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } token)
            return new RazorComponentResult<LoginPage>();
        try
        {
            using var client = Connect(http);
            var view = await Overview.ReadAsync(new AdminClient(client, token), cancellation);
            return new RazorComponentResult<OverviewPage>(new { View = view });
        }
        catch (AdminApiException failure) when (failure.Problem.Status == (int)HttpStatusCode.Unauthorized)
        {
            return new RazorComponentResult<LoginPage>();
        }
    }

    private static async Task<IResult> LoginAsync(HttpContext http, CancellationToken cancellation)
    {
        var form = await http.Request.ReadFormAsync(cancellation);
        try
        {
            using var client = Connect(http);
            var login = await new AdminClient(client, null).LoginAsync(form["password"].ToString(), cancellation);
            http.Response.Cookies.Append(Cookie, login.Token, Options(http));
            return TypedResults.LocalRedirect("~/");
        }
        catch (AdminApiException failure)
        {
            return new RazorComponentResult<LoginPage>(new { Message = failure.Message }) { StatusCode =
                failure.Problem.Status };
        }
    }

    private static RedirectHttpResult Logout(HttpContext http)
    {
        http.Response.Cookies.Delete(Cookie, Options(http));
        return TypedResults.LocalRedirect("~/");
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, IsEssential = true,
    };

    // The address the request came in on, and not the Host header, which the client writes.
    private static HttpClient Connect(HttpContext http) => new()
    {
        BaseAddress = new UriBuilder("http", http.Connection.LocalIpAddress!.ToString(), http.Connection.LocalPort).Uri,
    };
}
