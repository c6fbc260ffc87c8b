using System.Net;
using Godwit.Control.Api;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Api;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private ControlNode node = null!;

    public async ValueTask InitializeAsync() => node = await ControlNode.StartAsync(folder.Path);

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_endpoint_of_the_admin_API_asks_for_the_token()
    {
        var endpoints = node.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
                .ToList();
        Assert.True(endpoints.Count >= 15, $"{endpoints.Count} endpoints were found");
        foreach (var endpoint in endpoints)
        {
            var path = endpoint.RoutePattern.RawText!.Replace("{kind}", "Route", StringComparison.Ordinal)
                .Replace("{**name}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal);
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            using var request = new HttpRequestMessage(new HttpMethod(method), path);

            using var response = await node.Http.SendAsync(request);

            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path}: {response.StatusCode}");
            Assert.Equal(Problem.MediaType, response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Who_guesses_tokens_has_to_wait_even_with_the_right_one()
    {
        var guessing = new AdminClient(node.Http, "wrong");
        Assert.Equal(401, (await Assert.ThrowsAsync<AdminApiException>(() => guessing.StatusAsync())).Problem.Status);
        for (var i = 0; i < 19; i++)
            await Assert.ThrowsAsync<AdminApiException>(() => guessing.StatusAsync());

        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.StatusAsync());

        Assert.Equal(429, e.Problem.Status);
    }
}
