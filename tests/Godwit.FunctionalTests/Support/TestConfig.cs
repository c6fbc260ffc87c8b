using System.Globalization;
using Godwit.TestSupport;

namespace Godwit.FunctionalTests.Support;

/// <summary>The configuration that functional tests serve: simulated providers under real names.</summary>
internal static class TestConfig
{
    /// <summary>The project that test keys belong to.</summary>
    public const string Project = "app";

    /// <summary>Options of <c>serve</c> that make the loopback hop a trusted one.</summary>
    public static readonly string[] BehindTrustedHop =
        ["--client-address", "x-forwarded-for", "--trusted-proxy", "127.0.0.1/32"];

    /// <summary>The variables that the providers' credentials refer to.</summary>
    public static readonly Dictionary<string, string> Credentials = new() { ["SIMULATED_CREDENTIAL"] = "sk-simulated" };

    /// <summary>A server's options for a configuration text.</summary>
    public static GodwitServerOptions Serve(string config) => new()
    {
        Config = config,
        Arguments = BehindTrustedHop,
        Environment = Credentials,
    };

    /// <summary>The organization and project that own the tests' keys.</summary>
    public static string Owner() => """
        kind: Organization
        name: contoso
        spec: { contact_email: ops@contoso.example }
        ---
        kind: Project
        name: app
        spec: { organization: contoso }
        ---

        """;

    /// <summary>A provider from the catalog, simulated.</summary>
    public static string Provider(string name, string catalog, Uri address) => $$"""
        kind: Provider
        name: {{name}}
        spec:
          catalog: {{catalog}}
          base_url: {{address.GetLeftPart(UriPartial.Authority)}}/v1
          credential: { env: SIMULATED_CREDENTIAL }
          simulated: true
        ---

        """;

    /// <summary>A route; the second target stands in where a territory policy excludes the first.</summary>
    public static string Route(string name, string target, string? whenUnserved = null)
    {
        var second = whenUnserved is null ? "" : $", {{ target: {whenUnserved}, when: unserved }}";
        return $$"""
            kind: Route
            name: {{name}}
            spec: { targets: [{ target: {{target}} }{{second}}] }
            ---

            """;
    }

    /// <summary>A policy of the provider openai that serves every territory but China, Russia and Iran.</summary>
    /// <param name="unserved">What happens to callers there: refuse, reroute or observe.</param>
    /// <param name="from">The first instant in force; always when null.</param>
    public static string Policy(string unserved, DateTimeOffset? from = null)
    {
        var instant = from?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var effective = instant is null ? "" : $$"""effective: { from: {{instant}} }""";
        return $$"""
            kind: TerritoryPolicy
            name: openai-supported-territories
            spec:
              scope: { providers: [openai] }
              serves: { exclude: [CN, RU, IR] }
              unserved: {{unserved}}
              contact: compliance@contoso.example
              {{effective}}
            ---

            """;
    }
}
