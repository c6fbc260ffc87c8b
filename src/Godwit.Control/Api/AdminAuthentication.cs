using System.Security.Claims;
using System.Text.Encodings.Web;
using Godwit.Control.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Godwit.Control.Api;

/// <summary>Lets in who presents the admin token as bearer, and slows down who guesses.</summary>
internal sealed class AdminAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AdminToken token,
    FailedAttempts failures)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "admin-token";
    public const string Policy = "administrator";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (failures.MustWait(Context.Connection.RemoteIpAddress) is not null)
            return Task.FromResult(AuthenticateResult.Fail("too many failures"));
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!token.Matches(header[Prefix.Length..].Trim()))
        {
            failures.Add(Context.Connection.RemoteIpAddress);
            return Task.FromResult(AuthenticateResult.Fail("wrong token"));
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, Actor())], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (failures.MustWait(Context.Connection.RemoteIpAddress) is { } wait)
            return Problems.TooManyFailures(wait).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = "Bearer realm=\"godwit admin\"";
        return Problems.Unauthorized().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        HandleChallengeAsync(properties);

    // The token is one for all: whoever uses it may say who they are, for history.
    private string Actor()
    {
        var name = Request.Headers["x-godwit-actor"].ToString();
        return name.Length is > 0 and <= 100 && !name.Any(char.IsControl) ? $"admin: {name}" : "admin";
    }
}
