using Godwit.TestSupport;
using Microsoft.Playwright;
using Xunit;

namespace Godwit.Console.Tests;

/// <summary>The console as an administrator meets it in a browser.</summary>
public sealed class OverviewTests(ConsoleFixture console, Chromium chromium)
    : IClassFixture<ConsoleFixture>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Nothing_is_shown_before_the_login()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(console.Address);

        Assert.Equal(1, await page.Locator("input[type=password]").CountAsync());
        Assert.Equal(0, await page.Locator("table").CountAsync());
        Assert.DoesNotContain("Revision", await page.ContentAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_says_so()
    {
        var page = await chromium.OpenAsync();
        var answer = await LogInAsync(page, "not the password");

        Assert.Equal(401, answer.Status);
        Assert.NotEmpty(await page.Locator("[role=alert]").InnerTextAsync());
        Assert.Equal(0, await page.Locator("table").CountAsync());
        await page.GotoAsync(console.Address);
        Assert.Equal(1, await page.Locator("input[type=password]").CountAsync());
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_administrator_sees_state_providers_requests_and_whose_data_decided()
    {
        var page = await chromium.OpenAsync();
        await LogInAsync(page, ConsoleFixture.Password);
        await page.Locator("#sources").WaitForAsync();

        Assert.Contains("Revision", await page.Locator(".cards").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Answers", await page.Locator(".cards").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("openai", await page.Locator("#providers").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["US", "2", "2", "0", "0"], await RowAsync(page, 0));
        Assert.Equal(["CN", "1", "0", "0", "1"], await RowAsync(page, 1));
        var link = page.Locator("#sources a[href='https://db-ip.com']").First;
        Assert.Contains("IP Geolocation by DB-IP", await link.Locator("..").InnerTextAsync(), StringComparison.Ordinal);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Who_logs_out_sees_nothing_any_more()
    {
        var page = await chromium.OpenAsync();
        await LogInAsync(page, ConsoleFixture.Password);
        await page.Locator("#sources").WaitForAsync();
        await page.ClickAsync("text=Log out");
        await page.Locator("input[type=password]").WaitForAsync();
        await page.GotoAsync(console.Address);

        Assert.Equal(1, await page.Locator("input[type=password]").CountAsync());
        await page.CloseAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Its_page_fits_the_window(int width, ColorScheme scheme)
    {
        var page = await chromium.OpenAsync(width, scheme);
        await page.GotoAsync(console.Address);
        await PictureAsync(page, $"login-{width}-{scheme}");
        await LogInAsync(page, ConsoleFixture.Password);
        await page.Locator("#sources").WaitForAsync();
        await PictureAsync(page, $"overview-{width}-{scheme}");

        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        await page.CloseAsync();
    }

    private static async Task<string[]> RowAsync(IPage page, int index)
    {
        var cells = page.Locator("#territories tbody tr").Nth(index).Locator("td:not(.share)");
        return [.. (await cells.AllInnerTextsAsync()).Take(5)];
    }

    private static async Task PictureAsync(IPage page, string name)
    {
        var path = RepositoryRoot.Combine("artifacts", "console", $"{name}.png".ToLowerInvariant());
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
    }

    private async Task<IResponse> LogInAsync(IPage page, string password)
    {
        await page.GotoAsync(console.Address);
        await page.FillAsync("input[type=password]", password);
        return await page.RunAndWaitForResponseAsync(
            () => page.ClickAsync("button"), answer => answer.Request.Method == "POST");
    }
}
