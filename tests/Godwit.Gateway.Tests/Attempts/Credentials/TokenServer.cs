using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Tests.Attempts.Credentials;

/// <summary>Somebody who gives out tokens, or providers that look at what they are sent, on a real socket.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private TokenServer(WebApplication application) => this.application = application;

    public Uri Address => new(application.Urls.Single());

    /// <summary>Starts a server that answers each request with a status and a JSON text.</summary>
    public static async Task<TokenServer> StartAsync(Func<HttpRequest, string, (int Status, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var (status, body) = answer(context.Request, await reader.ReadToEndAsync());
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });
        await application.StartAsync();
        return new TokenServer(application);
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
