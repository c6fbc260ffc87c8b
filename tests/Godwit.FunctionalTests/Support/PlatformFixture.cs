using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>One gateway before one simulated provider that keeps files and runs jobs, with two organizations.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private SimulatorServer? openAI;
    private GodwitServer? server;

    /// <summary>The gateway.</summary>
    public GodwitServer Server => server!;

    /// <summary>The provider.</summary>
    public SimulatorServer OpenAI => openAI!;

    /// <summary>A client of the organization contoso.</summary>
    internal NodeClient Contoso { get; private set; } = null!;

    /// <summary>A client of the organization fabrikam.</summary>
    internal NodeClient Fabrikam { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        openAI = await SimulatorServer.StartAsync("openai", "--pace", "1ms");
        server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + """
              kind: Organization
              name: fabrikam
              spec: { contact_email: ops@fabrikam.example }
              ---
              kind: Project
              name: rival
              spec: { organization: fabrikam }
              ---

              """
            + TestConfig.Provider("openai", "openai", openAI.Address)
            + TestConfig.Route("assistant", "openai/gpt-4o")
            + Policy));
        Contoso = new(server.ClientUri, await server.CreateKeyAsync("contoso", TestConfig.Project))
        {
            Model = "assistant",
        };
        Fabrikam = new(server.ClientUri, await server.CreateKeyAsync("fabrikam", "rival")) { Model = "assistant" };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (openAI is not null)
        {
            await openAI.DisposeAsync();
        }
    }

    // Chat is served everywhere, files and jobs are not: the surface decides.
    private const string Policy = """
        kind: TerritoryPolicy
        name: no-files-in-china
        spec:
          scope: { providers: [openai], surfaces: [files, batch] }
          serves: { exclude: [CN] }
          unserved: refuse
        ---

        """;
}

/// <summary>The test classes that share that gateway.</summary>
[CollectionDefinition(Name)]
public sealed class PlatformGroup : ICollectionFixture<PlatformFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "platform";
}
