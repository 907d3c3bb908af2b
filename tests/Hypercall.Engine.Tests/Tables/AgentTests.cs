namespace Hypercall.Engine.Tests.Tables;

/// <summary>Who may sign what.</summary>
public sealed class AgentTests
{
    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void An_agent_signs_for_its_wallet_until_it_expires_or_is_revoked(string target) => Scenario.Run(target, """
        | at | do           | who | by | nonce | code          | events |
        | 0  | buy          | A   | D  | 1     | NotAuthorized |        |
        | 0  | approve A    | A   |    |       | InvalidAgent  |        |
        | 0  | approve D@0  | A   |    |       | InvalidExpiry |        |
        | 0  | approve D@10 | A   |    |       |               |        |
          > AgentChanged wallet=A agent=D status=Approved expiresAt=10
        | 9  | buy          | A   | D  | 1     |               |        |
        | 9  | buy          | B   | D  | 2     | NotAuthorized |        |
        # A live agent's expiry is replaced, also by none.
        | 9  | approve D    | A   |    |       |               |        |
          > AgentChanged wallet=A agent=D status=Approved expiresAt=
        | 99 | buy          | A   | D  | 2     |               |        |
        | 99 | revoke D     | A   |    |       |               |        |
          > AgentChanged wallet=A agent=D status=Revoked expiresAt=
        | 99 | buy          | A   | D  | 3     | NotAuthorized |        |
        | 99 | revoke D     | A   |    |       | UnknownAgent  |        |
        | 99 | approve D    | A   |    |       | AgentDead     |        |
        # For another wallet it may live.
        | 99 | approve D    | B   |    |       |               |        |
        | 99 | buy          | B   | D  | 3     |               |        |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void An_expired_agent_stays_dead(string target) => Scenario.Run(target, """
        | at | do           | who | by | code          |
        | 0  | approve D@10 | A   |    |               |
        | 10 | buy          | A   | D  | NotAuthorized |
        | 10 | revoke D     | A   |    | UnknownAgent  |
        | 10 | approve D@99 | A   |    | AgentDead     |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Some_commands_are_the_wallets_own(string target) => Scenario.Run(target, """
        | do               | who | by | number | target | code          |
        | approve D        | A   | A  |        |        |               |
        | deposit 5        | A   |    | bank 1 |        |               |
        | buy              | A   | D  |        |        |               |
        | cancel           | A   | D  |        | 1      |               |
        | mmp 1/1/1        | A   | D  |        |        |               |
        | withdraw 1       | A   | D  |        |        | NotAuthorized |
        | margin Portfolio | A   | D  |        |        | NotAuthorized |
        | approve E        | A   | D  |        |        | NotAuthorized |
        | revoke D         | A   | D  |        |        | NotAuthorized |
        | margin Portfolio | A   | A  |        |        |               |
        | revoke D         | A   | A  |        |        |               |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_venue_command_with_a_signer_needs_the_rules_to_name_both(string target) => Scenario.Run(target, """
        | do             | who | by | symbol | number | code          |
        | tick           |     | Z  |        |        | NotAuthorized |
        | rules signer=Z |     |    |        |        |               |
        | tick           |     | Z  |        |        |               |
        | tick           |     | Y  |        |        | NotAuthorized |
        | halt           |     | Z  | C      |        | NotAuthorized |
        | deposit 5      | A   | A  |        | bank 1 | NotAuthorized |
        | halt           |     |    | C      |        |               |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void Live_and_dead_agents_of_a_wallet_are_limited(string target) => Scenario.Run(target, """
        | at        | do                           | who | by | code          | first | second |
        | 0         | rules agents=2 agentRecords=3 |    |    |               |       |        |
        | 0         | approve D@100                | A   |    |               |       |        |
        | 0         | approve E                    | A   |    |               |       |        |
        # After the dead, before the expiry; replacing the expiry of a live one is no new agent.
        | 0         | approve F@0                  | A   |    | TooManyAgents | 2     | 2      |
        | 0         | approve E@200                | A   |    |               |       |        |
        | 0         | approve F                    | B   |    |               |       |        |
        | 100       | approve D@0                  | A   |    | AgentDead     |       |        |
        | 100       | approve F                    | A   |    |               |       |        |
        | 100       | revoke F                     | A   |    |               |       |        |
        | 100       | approve G                    | A   |    | TooManyAgents | 3     | 3      |
        """);

    [Theory]
    [InlineData("engine")]
    [InlineData("twin")]
    public void A_dead_agent_is_forgotten_after_three_days_and_may_come_again(string target) => Scenario.Run(target, """
        | at        | do                            | who | by | code          |
        | 0         | rules agents=2 agentRecords=2 |     |    |               |
        | 0         | approve D@1000                | A   |    |               |
        | 0         | approve E                     | A   |    |               |
        | 5000      | revoke E                      | A   |    |               |
        | 259200999 | approve D                     | A   |    | AgentDead     |
        | 259200999 | approve F                     | A   |    | TooManyAgents |
        | 259201000 | approve D                     | A   |    |               |
        | 259201000 | buy                           | A   | D  |               |
        # A revoked one counts from when it was revoked.
        | 259204999 | approve E                     | A   |    | AgentDead     |
        | 259205000 | approve E                     | A   |    |               |
        """);
}
