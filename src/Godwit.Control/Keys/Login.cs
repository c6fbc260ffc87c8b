using Godwit.Control.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Godwit.Control.Keys;

/// <summary>
/// Gives the admin token to who knows the administrator's password: the one endpoint that asks for no token.
/// </summary>
internal static class Login
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/login", HandleAsync)
        .WithName("login").WithSummary("Gives the admin token for the administrator's password.")
        .Accepts<LoginRequest>("application/json")
        .Produces<LoginResult>().ProducesProblem(401).ProducesProblem(429)
        .AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        HttpContext context, AdminPassword password, AdminToken token, FailedAttempts failures)
    {
        var address = context.Connection.RemoteIpAddress;
        if (failures.MustWait(address) is { } wait)
            return Problems.TooManyFailures(wait);
        var (request, problem) = await RequestBody.ReadJsonAsync(context, AdminJsonContext.Default.LoginRequest);
        if (problem is null && await password.MatchesAsync(request!.Password, context.RequestAborted))
            return TypedResults.Json(new LoginResult { Token = token.Value }, AdminJsonContext.Default.LoginResult);
        failures.Add(address);
        return Problems.Unauthorized();
    }
}
