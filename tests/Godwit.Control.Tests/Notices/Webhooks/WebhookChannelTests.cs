using System.Net;
using System.Security.Cryptography;
using System.Text;
using Godwit.Control.Notices;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Webhooks;
using Godwit.Control.Secrets;
using Godwit.Control.Tests.Notices.Mail;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices.Webhooks;

/// <summary>What a webhook gets over a real https connection, and where none is made.</summary>
public sealed class WebhookChannelTests : IAsyncLifetime
{
    private const string SecretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly DateTimeOffset Now = new(2026, 6, 25, 9, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly List<(Dictionary<string, string> Headers, byte[] Body)> received = [];
    private int answer = 204;
    private WebApplication app = null!;
    private string url = null!;

    public async ValueTask InitializeAsync()
    {
        var authority = TestAuthority.Create(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(authority.Server)));
        app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        url = $"https://localhost:{new Uri(address.First()).Port}/hook?token=hidden";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_message_is_posted_with_a_signature_that_its_receiver_can_check()
    {
        var outcome = await SendAsync();

        Assert.Equal((NoticeState.Sent, null), (outcome.State, outcome.Error));
        var (headers, body) = Assert.Single(received);
        Assert.Equal(Samples.Row(channel: "webhook:chat").Id, headers["webhook-id"]);
        Assert.Equal($"{Now.ToUnixTimeSeconds()}", headers["webhook-timestamp"]);
        Assert.Equal("application/json", headers["content-type"]);
        var before = $"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.";
        byte[] signed = [.. Encoding.UTF8.GetBytes(before), .. body];
        var mac = HMACSHA256.HashData(Convert.FromBase64String(SecretText["whsec_".Length..]), signed);
        Assert.Equal("v1," + Convert.ToBase64String(mac), headers["webhook-signature"]);
    }

    [Fact]
    public void The_signature_is_that_of_the_published_example()
    {
        var body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");

        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookSignature.Create(
                new Godwit.Policy.Contracts.Secret(SecretText), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body));
    }

    [Theory]
    [InlineData(302, NoticeState.Failed)]
    [InlineData(404, NoticeState.Failed)]
    [InlineData(429, NoticeState.Pending)]
    [InlineData(503, NoticeState.Pending)]
    public async Task Other_answers_end_it_or_are_tried_again_and_no_redirect_is_followed(int status, NoticeState state)
    {
        answer = status;

        var outcome = await SendAsync();

        Assert.Equal(state, outcome.State);
        Assert.Contains($"{status}", outcome.Error, StringComparison.Ordinal);
        Assert.Single(received);
    }

    [Fact]
    public async Task Nothing_is_posted_without_the_secret()
    {
        var outcome = await SendAsync(secret: null);

        Assert.Equal(NoticeState.Pending, outcome.State);
        Assert.Contains("HOOK_SECRET is not set", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(received);
    }

    [Fact]
    public async Task An_address_inside_is_not_connected_to_unless_that_is_allowed()
    {
        var outcome = await SendAsync(anyAddress: false);

        Assert.Equal(NoticeState.Failed, outcome.State);
        Assert.Contains("not public", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(received);
    }

    [Fact]
    public async Task A_server_that_no_known_authority_vouches_for_gets_nothing()
    {
        var outcome = await SendAsync(trusted: false);

        Assert.Equal(NoticeState.Pending, outcome.State);
        Assert.DoesNotContain("hidden", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(received);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::1")]
    public void Addresses_inside_are_not_public(string address) =>
        Assert.False(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void Addresses_of_the_internet_are(string address) =>
        Assert.True(PublicAddresses.IsPublic(IPAddress.Parse(address)));

    private async Task<DeliveryOutcome> SendAsync(
        string? secret = SecretText, bool anyAddress = true, bool trusted = true)
    {
        var options = new NoticeOptions
        {
            AnyWebhookAddress = anyAddress, AuthorityFile = trusted ? folder.File("ca.pem") : null,
        };
        using var http = new WebhookHttp(options, new TrustedRoots(options));
        var sealer = new SecretSealer(new DataFolder(folder.Path), _ => null);
        var channel = new WebhookChannel(
            http, new CredentialResolver(sealer, _ => secret), new FakeTimeProvider(Now));
        var plan = Samples.Plan with
        {
            Webhooks =
            [
                new NoticeWebhookConfig
                {
                    Name = "chat", Url = url, Secret = new SecretReference { Env = "HOOK_SECRET" },
                },
            ],
        };
        return await channel.SendAsync(Samples.Row(channel: "webhook:chat"), plan, default);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        received.Add((headers, body.ToArray()));
        context.Response.StatusCode = answer;
        if (answer == 302)
            context.Response.Headers.Location = "/elsewhere";
    }
}
